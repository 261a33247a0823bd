// Files to download: the desk makes them and answers with addresses that are good once.

import { ApiError, api } from "../api/client"
import type { ExportKind, MadeFile, MadeFiles, Problem } from "../api/types"
import { t } from "../store/words"

/** Make files of a document; or the problems that forbid it. */
export async function make(doc: string, kind: ExportKind, wishes: Record<string, string> = {}): Promise<MadeFiles | Problem[]> {
  try {
    return await api.post<MadeFiles>("/api/exports", { doc, kind, ...wishes })
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault
    return fault.problems.length ? fault.problems : [unreached(fault)]
  }
}

/** Let the browser download a file. */
export function download(file: MadeFile): void {
  const link = document.createElement("a")
  link.href = file.url
  link.download = file.name
  document.body.append(link)
  link.click()
  link.remove()
}

/** Make a file of a partner and download it; returns why it could not be made. */
export async function send(id: string, kind: ExportKind): Promise<Problem[]> {
  const made = await make(`profiles/${id}`, kind)
  if (Array.isArray(made)) return made
  made.files.forEach(download)
  return []
}

/** A problem of the way to the desk, in the form of the others. */
export function unreached(fault: ApiError): Problem {
  const message = t(fault.isOffline ? "list.offline" : "list.refused", { status: fault.status })
  return { code: "", severity: "error", at: null, path: null, message, hint: "", file: null, line: null, column: null }
}
