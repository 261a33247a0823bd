import { render } from "preact"

function Desk() {
  return <main />
}

const place = document.getElementById("desk")
if (place) render(<Desk />, place)
