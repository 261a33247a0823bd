// Builds the front end of the desk into src/brochure/desk/static/:  npm run build
//   --tests          the tests, for node, into out/tests/ (npm test runs them)
//   --out FOLDER     another folder than the package's
// The same sources and the same lock file give the same bytes.
import { build } from "esbuild"
import { cp, mkdir, readFile, readdir, rm } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"

const here = dirname(fileURLToPath(import.meta.url))
const LIMIT = 300 * 1024 // compressed bytes of all files together

function option(name) {
  const index = process.argv.indexOf(name)
  return index < 0 ? undefined : process.argv[index + 1]
}

const common = {
  absWorkingDir: here,
  bundle: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  charset: "utf8",
  logLevel: "warning",
}

async function buildTests() {
  const out = resolve(option("--out") ?? join(here, "out/tests"))
  await rm(out, { recursive: true, force: true })
  const names = (await readdir(join(here, "test"))).filter((name) => /\.test\.tsx?$/.test(name))
  await build({
    ...common,
    entryPoints: names.map((name) => `test/${name}`),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    platform: "node",
    format: "esm",
    target: "node18",
    sourcemap: "inline",
  })
}

async function buildPage() {
  const out = resolve(option("--out") ?? join(here, "../src/brochure/desk/static"))
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  await build({
    ...common,
    entryPoints: { desk: "src/main.tsx" },
    outdir: out,
    format: "esm",
    target: ["chrome123", "firefox120", "safari17.5"],
    minify: true,
    legalComments: "none",
  })
  await build({
    ...common,
    entryPoints: { desk: "css/desk.css" },
    outdir: out,
    target: ["chrome123", "firefox120", "safari17.5"],
    minify: true,
  })
  for (const name of ["index.html", "icon.svg"]) await cp(join(here, name), join(out, name))
  let sum = 0
  for (const name of (await readdir(out)).sort()) {
    const bytes = await readFile(join(out, name))
    const packed = gzipSync(bytes, { level: 9 }).length
    sum += packed
    console.log(`${name} ${bytes.length} bytes, ${packed} compressed`)
  }
  console.log(`all ${sum} bytes compressed, of ${LIMIT}`)
  if (sum > LIMIT) throw new Error(`the bundle has ${sum} bytes compressed; ${LIMIT} are allowed`)
}

await (process.argv.includes("--tests") ? buildTests() : buildPage())
