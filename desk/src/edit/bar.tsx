// The bar of the editing view: which partner, which view, what is saved, what can be sent out.

import type { ComponentChildren, JSX } from "preact"
import { ApprovalSign, signedBy } from "../list/approval"
import { dateName } from "../list/dates"
import { PartnerPicker } from "../list/pick"
import { Bar } from "../parts/bar"
import { Icon } from "../parts/icon"
import { approvals, desk, partnerById } from "../store/desk"
import { hrefOf, lastPartner } from "../store/router"
import { get } from "../store/tree"
import { type OpenSend, SendMenu } from "../send/menu"
import { t } from "../store/words"
import type { Session } from "./session"
import { SaveStatus } from "./states"

export interface EditBarProps {
  session: Session
  id: string
  title: string
  onFormer: () => void
  onSend: OpenSend
  children?: ComponentChildren
}

export function EditBar({ session, id, title, onFormer, onSend, children }: EditBarProps): JSX.Element {
  const doc = session.document
  const accent = get(doc.local.value, ["accent"])
  const country = get(doc.local.value, ["partner", "country"])
  const edition = get(doc.local.value, ["edition"])
  const peers = session.places.peers.value
  const partner = approvals.value && session.kind === "profile" ? partnerById.value.get(id) : undefined
  const below = [country, edition ? t("edit.edition", { edition: dateName(String(edition)) }) : ""].filter(Boolean).join("　")
  return (
    <Bar
      right={
        <>
          {partner ? (
            <span class="approval" title={signedBy(partner)}>
              <ApprovalSign one={partner} />
            </span>
          ) : null}
          <SaveStatus doc={doc} />
          {peers.map((peer) => (
            <span key={peer.client} class="who b" title={t("edit.peer_at", { name: peer.person || t("edit.peer_other_window") })}>
              <span aria-hidden="true">{(peer.person || "?").slice(0, 1)}</span>
            </span>
          ))}
          <button type="button" class="btn saves" title={t("edit.former")} onClick={onFormer}>
            <Icon name="clock" />
            <span>{t("edit.former")}</span>
          </button>
          {session.kind === "profile" ? (
            <SendMenu doc={doc} isBroken={!!(partnerById.value.get(id)?.broken || doc.broken.value)} open={onSend} />
          ) : null}
        </>
      }
    >
      <PartnerPicker id={id}>
        <span class="chip" style={{ "--c": typeof accent === "string" ? accent : "#0b4f8a" }} />
        <span>
          <b>{title}</b>
          <small>{session.kind === "profile" ? below : desk.value?.series?.title}</small>
        </span>
      </PartnerPicker>
      <nav class="tabs" aria-label={t("edit.views")}>
        <a
          href={session.kind === "profile" ? hrefOf.partner(id) : lastPartner() ? hrefOf.partner(lastPartner()) : hrefOf.list()}
          aria-current={session.kind === "profile" ? "page" : undefined}
        >
          {t("edit.view_edit")}
        </a>
        <a href={hrefOf.shared("series")} aria-current={session.kind === "series" ? "page" : undefined}>
          {t("edit.view_series")}
        </a>
        <a href={hrefOf.shared("sources")} aria-current={session.kind === "sources" ? "page" : undefined}>
          {t("edit.view_sources")}
        </a>
      </nav>
      {children}
    </Bar>
  )
}
