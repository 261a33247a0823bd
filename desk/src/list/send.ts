// Files to download: the desk makes one and answers with an address that is good once.

import { ApiError, api } from "../api/client"
import type { ExportKind, Problem } from "../api/types"
import { t } from "../store/words"

/** Make a file of a partner and download it; returns why it could not be made. */
export async function send(id: string, kind: ExportKind): Promise<Problem[]> {
  try {
    const made = await api.post<{ url: string; name: string }>("/api/exports", { doc: `profiles/${id}`, kind })
    const link = document.createElement("a")
    link.href = made.url
    link.download = made.name
    document.body.append(link)
    link.click()
    link.remove()
    return []
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault
    return fault.problems.length ? fault.problems : [unreached(fault)]
  }
}

/** A problem of the way to the desk, in the form of the others. */
export function unreached(fault: ApiError): Problem {
  const message = t(fault.isOffline ? "list.offline" : "list.refused", { status: fault.status })
  return { code: "", severity: "error", at: null, path: null, message, hint: "", file: null, line: null, column: null }
}
