import { OPEN_ACTS } from './acts'
import { type Act, type Answer, type Entry, outcomeOf, type SentEvent, type Stand } from './ledger'

const STAND_WORDS = {
  registered: '已登记，正在取件',
  receive: '已收件，待受理',
  correct: '已要求补正',
  accept: '已受理，待决定',
  'not-accept': '不予受理',
  approve: '准予许可，待出证',
  deny: '不予许可',
  issue: '已出证',
} as const satisfies Record<Stand, string>

const ACT_WORDS = {
  receive: '收件',
  accept: '受理',
  correct: '补正',
  'not-accept': '不予受理',
  approve: '准予',
  deny: '不予',
  issue: '出证',
} as const satisfies Record<Act, string>

/** The register on one page, for a person who plays the department. No script; one form for each task. */
export function registerPage(entries: readonly Entry[]): string {
  const tasks = entries.toReversed().map(taskArticle).join('')
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>城管审批系统（模拟）</title><link rel="stylesheet" href="/style.css"></head>
<body><header><h1>城市管理和综合执法局 · 审批系统</h1><p>模拟系统，仅供演示。共 ${entries.length} 件 · <a href="/">刷新</a></p></header>
<main>${tasks || '<p>还没有办件。</p>'}</main></body></html>`
}

function taskArticle(entry: Entry): string {
  const { file, announcement } = entry
  const applicant = file?.parties.find((party) => party.role === 'applicant')
  return `<article><h2>${escape(entry.registrationNumber)} <small>${STAND_WORDS[entry.stand]}</small></h2>
<dl>${pair('收件编号', announcement.data.receiptNumber)}${pair('事项', file?.itemName)}${pair('申请人', applicant?.name)}
${pair('收件点', file?.station.name)}${pair('最迟', announcement.data.dueOn)}</dl>
${file ? fileSet(file) : ''}${actForm(entry)}${eventList(entry.events)}</article>`
}

const pair = (term: string, text: string | undefined): string =>
  text === undefined ? '' : `<div><dt>${term}</dt><dd>${escape(text)}</dd></div>`

function fileSet(file: NonNullable<Entry['file']>): string {
  const fields = file.fields.map(({ label, words }) => pair(escape(label), words)).join('')
  const materials = file.materials.map(({ name, scans }) => {
    const pages = scans.map(({ scanId }, index) => `<a href="/scans/${escape(scanId)}">第${index + 1}页</a>`)
    return `<li>${escape(name)} ${pages.join(' ') || '（无电子件）'}</li>`
  })
  return `<details><summary>申请表与材料</summary><dl>${fields}</dl><ul>${materials.join('')}</ul></details>`
}

function actForm(entry: Entry): string {
  const acts: readonly Act[] = OPEN_ACTS[entry.stand]
  if (acts.length === 0) return ''
  const buttons = acts.map((act) => `<button name="act" value="${act}">${ACT_WORDS[act]}</button>`).join('')
  const spoken = acts.some((act) => act !== 'accept' && act !== 'approve' && act !== 'issue')
  const words = '<label>意见（不填则用样例） <textarea name="words" rows="2" maxlength="1000"></textarea></label>'
  return `<form method="post" action="/act"><input type="hidden" name="taskId" value="${escape(entry.taskId)}">
${acts.includes('correct') ? pointChoice(entry) : ''}${spoken ? words : ''}<p>${buttons}</p></form>`
}

function pointChoice({ file }: Entry): string {
  const places = [
    ...(file?.materials ?? []).map(({ ref, name }) => ['material', ref, name] as const),
    ...(file?.fields ?? []).map(({ ref, label }) => ['field', ref, label] as const),
  ]
  const options = places.map(
    ([kind, ref, name]) =>
      `<option value="${kind}:${escape(ref)}">${kind === 'field' ? '表单：' : '材料：'}${escape(name)}</option>`,
  )
  return `<label>补正内容 <select name="point">${options.join('')}</select></label>`
}

function eventList(events: readonly SentEvent[]): string {
  const rows = events.map(({ act, answer }) => {
    return `<li>${ACT_WORDS[act]}：${answer ? outcomeWords(answer) : '发送中'}</li>`
  })
  return rows.length === 0 ? '' : `<ol>${rows.join('')}</ol>`
}

function outcomeWords(answer: Answer): string {
  const outcome = outcomeOf(answer)
  if (outcome === 'applied') return '已生效'
  if (outcome === 'parked') return '已暂存，尚未生效'
  return `未生效 <code>${escape(`${answer.httpStatus} ${JSON.stringify(answer.body)}`)}</code>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

export const STYLE = `body{font:16px/1.6 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1c2430}
header{background:#274b7a;color:#fff;padding:1rem 1.5rem}header a{color:#fff}h1{font-size:1.25rem;margin:0}header p{margin:.25rem 0 0}
main{max-width:60rem;margin:1rem auto;padding:0 1rem}article{background:#fff;border:1px solid #d5dae1;border-radius:8px;padding:1rem;margin:0 0 1rem}
h2{font-size:1.1rem;margin:0 0 .5rem}small{color:#274b7a;font-weight:600;margin-left:.5rem}
dl{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:0}dl div{display:flex;gap:.5rem}dt{color:#55606e}dd{margin:0}
form{margin:.75rem 0 0}label{display:block;margin:.25rem 0}textarea{display:block;width:100%;box-sizing:border-box;font:inherit}
select,button{font:inherit;min-height:2.75rem}button{padding:0 1.25rem;margin-right:.5rem;border:1px solid #274b7a;border-radius:6px;background:#fff;color:#274b7a;cursor:pointer}
button:hover{background:#274b7a;color:#fff}code{font-size:.85em;overflow-wrap:anywhere}`
