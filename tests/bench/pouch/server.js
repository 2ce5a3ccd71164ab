// express-pouchdb over a PouchDB of its own: node server.js FOLDER leveldb|memory
const fs = require('fs'), path = require('path')
const [folder, kept] = process.argv.slice(2)
fs.mkdirSync(folder, { recursive: true })
const PouchDB = require('pouchdb')
if (kept === 'memory') PouchDB.plugin(require('pouchdb-adapter-memory'))
const Own = PouchDB.defaults(kept === 'memory' ? { adapter: 'memory' } : { prefix: path.join(folder, path.sep) })
const app = require('express')()
app.use('/', require('express-pouchdb')(Own, {
  mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: path.join(folder, 'log.txt'),
}))
const listening = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ listening: 'http://127.0.0.1:' + listening.address().port }))
})
