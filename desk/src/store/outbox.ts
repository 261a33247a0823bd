// What is not saved yet, in the browser's own database: it is there before anything is sent, and goes when the desk
// has answered with the revision that holds it. One record a tab and document.

import type { Conflict, Edit, Problem } from "../api/types"
import type { Insert, Put } from "./edits"

export interface Draft {
  id: string
  edit: Put | Insert
  problems: Problem[]
}

export interface Fork extends Conflict {
  id: string
  person: string | null // null: another program
  time: string
  removes: boolean
}

export interface Kept {
  key: string
  doc: string
  client: string
  base: string
  queue: Edit[]
  drafts: Draft[]
  forks: Fork[]
  time: string
}

const STORE = "kept"
let opening: Promise<IDBDatabase | null> | null = null

/** False when this browser cannot keep anything (some private windows). */
export let canKeep = true

function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((done) => {
    const fail = () => {
      canKeep = false
      done(null)
    }
    try {
      const asked = indexedDB.open("desk", 1)
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" })
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close()
        done(asked.result)
      }
      asked.onerror = fail
      asked.onblocked = fail
    } catch {
      fail()
    }
  })
  return opening
}

async function change(act: (store: IDBObjectStore) => void): Promise<void> {
  const base = await open()
  if (!base) return
  await new Promise<void>((done) => {
    // relaxed: it is in the browser at once, and a machine that fails loses what the desk has not got in that moment
    const transaction = base.transaction(STORE, "readwrite", { durability: "relaxed" })
    act(transaction.objectStore(STORE))
    transaction.commit() // a page that is closed now does not take it back
    transaction.oncomplete = () => done()
    transaction.onabort = transaction.onerror = () => {
      canKeep = false
      done()
    }
  })
}

export const keep = (record: Kept): Promise<void> => change((store) => store.put(record))

/** Take over the record of a tab that is closed: both happen or none. */
export const takeOver = (record: Kept, from: string): Promise<void> =>
  change((store) => {
    store.put(record)
    store.delete(from)
  })

export const forget = (key: string): Promise<void> => change((store) => store.delete(key))

export async function allKept(): Promise<Kept[]> {
  const base = await open()
  if (!base) return []
  return new Promise((done) => {
    const asked = base.transaction(STORE).objectStore(STORE).getAll()
    asked.onsuccess = () => done(asked.result as Kept[])
    asked.onerror = () => done([])
  })
}
