// Runs the public conformance suite for HTTP caches through a cache and says how many of its tests pass.
// See README.md for how to call it.

import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const HERE = dirname(fileURLToPath(import.meta.url))
const PROJECT = join(HERE, '..', '..')
const TARGET = join(HERE, 'target')
const GATEWAY = join(PROJECT, 'infra', 'samples', 'gateway', 'target', 'gateway.jar')
const SUITE = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')).config.suite
const SUITE_HOME = join(TARGET, 'node_modules', SUITE.split('@')[0])
const RESULTS = join(TARGET, 'results.json')
const EXPECTED = join(HERE, 'expected.json')

// The signs with which the suite marks a result.
const PASSED = '✅'
const YES = 'Y'
const MEANING = {
  '⛔️': 'failed',
  '⚠️': 'not optimal',
  '🔹': 'setup failed',
  '↻': 'asked the origin twice',
  '⁉️': 'the suite failed',
  '⚪️': 'depends on a test that did not pass',
  '-': 'not tested'
}

const children = []

const { values: options } = parseArgs({
  options: {
    // A cache that runs already, and the port on which it expects the origin of the suite.
    base: { type: 'string' },
    'origin-port': { type: 'string' },
    // One test, with all that goes over the wire.
    id: { type: 'string' },
    // The gateway as it was packaged before.
    'no-build': { type: 'boolean', default: false },
    // Counts the results of the run before, or of the file given.
    results: { type: 'string' }
  }
})

class Failure extends Error {}

// Runs a process to its end. What the processes behind say meanwhile is heard, so none of them waits.
function run (command, args, { capture = false, ...settings } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'], ...settings })
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.setEncoding('utf8').on('data', chunk => { said += chunk })
    child.once('error', reject)
    child.once('close', code => code === 0
      ? resolve(said)
      : reject(new Failure(`'${command} ${args.join(' ')}' ended with exit code ${code}`)))
  })
}

function freePort () {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

// Starts a process that goes on, and waits until it says that it is ready.
function start (name, command, args, ready, settings = {}) {
  const log = join(TARGET, `${name}.log`)
  const file = createWriteStream(log)
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...settings })
  children.push(child)
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = chunk => {
      file.write(chunk)
      if (said !== undefined && (said += chunk).includes(ready)) {
        said = undefined
        resolve(child)
      }
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', reject)
    child.once('exit', code => reject(new Failure(`${name} ended with exit code ${code}, see ${log}`)))
  })
}

async function installSuite () {
  if (!existsSync(join(SUITE_HOME, 'cli.mjs'))) {
    mkdirSync(TARGET, { recursive: true })
    // A package of its own, so that npm puts nothing beside the one of this folder.
    writeFileSync(join(TARGET, 'package.json'), '{ "private": true }\n')
    await run('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', SUITE],
      { cwd: TARGET, env: environment({}) })
  }
}

// Without what npm, which may have started this, says of the package here.
function environment (settings) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_package_') &&
    !['npm_config_local_prefix', 'npm_config_prefix'].includes(name.toLowerCase()))
  return { ...Object.fromEntries(inherited), ...settings }
}

function suiteSettings (settings) {
  return { cwd: SUITE_HOME, env: environment({ npm_package_config_id: '', npm_config_id: '', ...settings }) }
}

function startOrigin (port) {
  return start('origin', process.execPath, ['server/server.mjs'], 'Listening on', suiteSettings({
    npm_config_protocol: 'http', npm_config_port: String(port), npm_config_pidfile: join(TARGET, 'origin.pid')
  }))
}

async function startGateway (originPort) {
  if (!options['no-build']) {
    await run('mvn', ['-q', '-B', '-pl', 'infra/samples/gateway', '-am', '-DskipTests', 'package'], { cwd: PROJECT })
  }
  const port = await freePort()
  // A new connection for each request: the origin of the suite sends more bytes than its Content-Length says in one
  // test, and they would be taken for the beginning of the answer to whatever is asked next on that connection.
  await start('gateway', 'java', ['-jar', GATEWAY, `--server.port=${port}`, `--origin=http://localhost:${originPort}`,
    '--spring.cloud.gateway.server.webflux.httpclient.pool.type=disabled'], 'Started GatewayApplication')
  return `http://localhost:${port}`
}

async function runTests (base) {
  const settings = suiteSettings({ npm_config_base: base, npm_config_id: options.id ?? '' })
  const said = await run(process.execPath, ['--no-warnings', 'cli.mjs'], { ...settings, capture: !options.id })
  if (options.id) {
    return undefined
  }
  writeFileSync(RESULTS, said.slice(said.indexOf('{')))
  return JSON.parse(readFileSync(RESULTS, 'utf8'))
}

// Judged by the suite's own code: a test counts only if those that it depends on passed.
async function judge (results) {
  const load = file => import(pathToFileURL(join(SUITE_HOME, file)))
  const suites = [...(await load('tests/index.mjs')).default, (await load('tests/surrogate-control.mjs')).default]
  const { determineTestResult } = await load('lib/display.mjs')
  return suites.flatMap(suite => suite.tests.filter(test => test.browser_only !== true).map(test => ({
    id: test.id,
    kind: test.kind ?? 'required',
    raw: results[test.id] === true,
    sign: determineTestResult(suites, test.id, results)[2],
    reason: Array.isArray(results[test.id]) ? results[test.id][1] : ''
  })))
}

function tell (judged) {
  const of = kind => judged.filter(test => test.kind === kind)
  const passed = tests => tests.filter(test => test.sign === PASSED || test.sign === YES).length
  const line = (...cells) => console.log(cells.map((cell, i) => i ? String(cell).padStart(10) : cell.padEnd(10)).join(''))
  console.log()
  line('', 'passed', 'of', 'alone')
  for (const [name, kind] of [['required', 'required'], ['optional', 'optimal'], ['checks', 'check']]) {
    line(name, passed(of(kind)), of(kind).length, of(kind).filter(test => test.raw).length)
  }
  console.log('\n"alone": counted without regard to the tests that a test depends on. Checks are neither right nor wrong.')
  for (const [name, kind] of [['required', 'required'], ['optional', 'optimal']]) {
    const failed = of(kind).filter(test => test.sign !== PASSED)
    console.log(`\nNot passed, ${name}: ${failed.length}`)
    failed.forEach(test => console.log(`  ${test.id}: ${MEANING[test.sign]}${test.reason ? ` (${test.reason})` : ''}`))
  }
  return { required: passed(of('required')), optional: passed(of('optimal')) }
}

function compare (counted) {
  const expected = JSON.parse(readFileSync(EXPECTED, 'utf8'))
  console.log()
  for (const kind of ['required', 'optional']) {
    if (counted[kind] < expected[kind]) {
      console.log(`FEWER THAN EXPECTED: ${counted[kind]} ${kind} tests pass, ${expected[kind]} did before.`)
      process.exitCode = 1
    } else if (counted[kind] > expected[kind]) {
      console.log(`More than expected: ${counted[kind]} ${kind} tests pass. Say so in expected.json.`)
    }
  }
}

async function main () {
  await installSuite()
  let results
  if (options.results !== undefined) {
    results = JSON.parse(readFileSync(options.results || RESULTS, 'utf8'))
  } else {
    const originPort = Number(options['origin-port'] ?? await freePort())
    await startOrigin(originPort)
    results = await runTests(options.base ?? await startGateway(originPort))
  }
  if (results) {
    const counted = tell(await judge(results))
    if (!options.base && options.results === undefined) {
      compare(counted)
    }
  }
}

function stop () {
  children.forEach(child => child.kill())
}

process.on('exit', stop)
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(130))
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Failure ? error.message : error)
  process.exitCode = 2
}
stop()
