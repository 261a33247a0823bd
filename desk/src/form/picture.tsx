// A picture: dropped or chosen, and shown small.

import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { ApiError, api } from "../api/client"
import { listen } from "../api/events"
import type { Path, Picture } from "../api/types"
import { Icon } from "../parts/icon"
import { t } from "../store/words"
import { useForm } from "./context"

const MOST = 20_000_000 // bytes that the desk takes

export function PictureLeaf(props: { path: Path; text: string; name: string; change: (next: string) => void }): JSX.Element {
  const { isFixed } = useForm()
  const [said, setSaid] = useState("")
  const [url, setUrl] = useState("")
  const [over, setOver] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const [turn, setTurn] = useState(0) // another file was put in its place
  useEffect(() => listen((event) => {
    if (event.kind === "picture" && event.path === props.text) setTurn((now) => now + 1)
  }), [props.text])
  useEffect(() => {
    let made = ""
    let isCurrent = true
    if (props.text)
      void api.blob(`/api/media?path=${encodeURIComponent(props.text)}`).then(
        (blob) => {
          if (!isCurrent) return
          made = URL.createObjectURL(blob)
          setUrl(made)
        },
        () => isCurrent && setUrl(""),
      )
    else setUrl("")
    return () => {
      isCurrent = false
      if (made) URL.revokeObjectURL(made)
    }
  }, [props.text, turn])
  const take = async (given: File | undefined | null) => {
    if (!given) return
    const { name } = given
    if (!/^image\/(png|jpeg)$/.test(given.type)) return setSaid(t("form.picture_type", { name }))
    if (given.size > MOST) return setSaid(t("form.picture_big", { name, size: Math.ceil(given.size / 1_000_000) }))
    setSaid(t("form.picture_sending"))
    try {
      const made = await api.upload<Picture>(`/api/media?name=${encodeURIComponent(given.name)}`, given)
      setSaid(hidden(made))
      props.change(made.path)
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      setSaid(fault.problems[0]?.message ?? t("form.picture_failed"))
    }
  }
  return (
    <div
      class={`picture${over ? " over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (!isFixed.value) void take(event.dataTransfer?.files[0])
      }}
    >
      {url ? <img src={url} alt="" /> : <span class="empty"><Icon name="picture" /></span>}
      <input
        ref={file}
        type="file"
        accept="image/png,image/jpeg"
        class="sr"
        tabIndex={-1}
        aria-label={t("form.picture_choose")}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0])
          event.currentTarget.value = ""
        }}
      />
      <button type="button" class="btn small" disabled={isFixed.value} onClick={() => file.current?.click()}>
        {t(props.text ? "form.picture_other" : "form.picture_choose")}
      </button>
      {isFixed.value ? null : <span class="drop-here">{t("form.picture_drop")}</span>}
      <span role="status">{said}</span>
    </div>
  )
}

/** What a picture says of its maker beside what it shows: places, people, cameras. */
function hidden({ metadata }: Picture): string {
  if (!metadata.length) return ""
  const kinds = metadata.map((one) => t(`form.picture_has_${one}`)).join(t("list.comma"))
  return t("form.picture_hidden", { kinds })
}
