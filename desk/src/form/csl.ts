// Which fields a source of each type has, in the order in which one writes them (CSL 1.0.2). The others wait in a menu.

const ALL = ["author", "title", "container-title", "publisher", "issued", "accessed", "URL"]

const BY_TYPE: Record<string, readonly string[]> = {
  webpage: ["author", "title", "container-title", "publisher", "issued", "accessed", "URL", "archive_location"],
  report: ["author", "title", "publisher", "number", "edition", "issued", "page", "URL", "accessed"],
  book: ["author", "editor", "title", "edition", "volume", "publisher", "publisher-place", "issued", "page", "ISBN"],
  chapter: ["author", "title", "editor", "container-title", "edition", "publisher", "issued", "page", "ISBN"],
  "article-journal": ["author", "title", "container-title", "volume", "issue", "page", "issued", "DOI", "URL"],
  "article-newspaper": ["author", "title", "container-title", "edition", "section", "page", "issued", "URL", "accessed"],
  "article-magazine": ["author", "title", "container-title", "volume", "issue", "page", "issued", "URL"],
  "paper-conference": ["author", "title", "event-title", "container-title", "event-place", "page", "issued", "DOI"],
  thesis: ["author", "title", "genre", "publisher", "issued", "URL"],
  dataset: ["author", "title", "version", "publisher", "issued", "accessed", "URL", "DOI", "custom"],
  legislation: ["title", "number", "authority", "issued", "section", "URL"],
  "personal_communication": ["author", "title", "recipient", "issued"],
}

export const fieldsOf = (type: string): readonly string[] => BY_TYPE[type] ?? ALL
