// Records lie in local databases (leveldb); each line on standard input, {"url", "name", "batch"}, replicates them all anew, together.
// node client.js FOLDER RECORDS.json…
const fs = require('fs'), path = require('path'), readline = require('readline')
const PouchDB = require('pouchdb')
const [folder, ...files] = process.argv.slice(2)
fs.mkdirSync(folder, { recursive: true })
const Own = PouchDB.defaults({ prefix: path.join(folder, path.sep) })

async function main () {
  const local = []
  for (const [number, file] of files.entries()) {
    const records = JSON.parse(fs.readFileSync(file)).map(({ id, ...rest }) => ({ _id: id, ...rest }))
    local.push(new Own('local' + number))
    await local[number].bulkDocs(records)
  }
  console.log(JSON.stringify({ ready: files.length }))
  let turn = 0
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { url, name, batch } = JSON.parse(line)
    turn += 1
    const send = (one, number) => one.replicate.to(`${url}/day${turn}${name}x${number}`, { batch_size: batch })
    const done = await Promise.all(local.map(send))
    console.log(JSON.stringify({ written: done.reduce((sum, one) => sum + one.docs_written, 0) }))
  }
  process.exit(0)
}
main()
