/**
 * What the words of operations have in common: the preset dictionary of raw deflate (RFC 1951), before an operation is
 * sealed. The first byte of packed words is the version of their dictionary. A version that was once published never
 * changes by a byte: what was packed with it lies on tablets for weeks. A better one is the next.
 */
export const WORDS_DICTIONARY_VERSION = 1

// The likeliest stands last: there it is nearest.
const VERSION_1 = [
  '湖南省长沙市芙蓉区街道社区路号楼单元室广东省北京市上海市"kind":"organisation","name":"","creditCode":"91430102MA4L","represe',
  'ntative":"","legalRepresentative":""role":"principal","role":"proxy","role":"heir","role":"owner',
  '","role":"landlord","kind":"case.settle","payload":{"settles":"","how":{"kind":"superseded","byO',
  'pId":"","how":{"kind":"given-up","because":""kind":"case.replace-scan","payload":{"replaces":"",',
  '"by":{"scanId":""kind":"task.hand-over","payload":{"taskId":""kind":"case.correct","payload":{"c',
  'ontent":{"answers":[""idType":"passport","idType":"hk-macao-permit","idType":"taiwan-permit","id',
  'entityCheck":"read-by-machine","how":"owed","pages":[]},"how":"promised","pages":[]},"mediaType"',
  ':"application/pdf"},"mediaType":"image/png"},true,false,null,"yes","no"{"opId":"0198","districtI',
  'd":"430102","caseId":"0198","kind":"case.submit","v":1,"authorPostId":"","baseRevision":0,"devic',
  'eTime":"2026-T0.000Z","lastServerTime":"2026-Z","elapsedMs":"catalogueVersion":1,"payload":{"con',
  'tent":{"items":[{"itemCode":"","version":1},{"itemCode":"","version":1}],"theme":{"themeCode":""',
  'capacity":"window","capacity":"proxy","capacity":"assist","parties":[{"partyId":"","role":"appli',
  'cant","kind":"person","name":"","idType":"resident-id","idNumber":"430102","mobile":"13","addres',
  's":"湖南省长沙市芙蓉区","identityCheck":"seen-not-stored"}],"fields":{""materials":[{"code":"","how":"sca',
  'nned","pages":[{"scanId":"","sizeBytes":"mediaType":"image/jpeg"},{"scanId":""mediaType":"image/',
  'jpeg"}]},{"code":""delivery":{"mode":"pick-up"},"delivery":{"mode":"courier","recipient":"","mob',
  'ile":"1","province":"湖南省","city":"长沙市","county":"芙蓉区","address":""},"notice":{"noticeCode":"inta',
  'ke-notice","version":1,"shownAt":"2026-"},"signature":{"partyId":"","level":"S1","image":{"scanI',
  'd":""mediaType":"image/jpeg"},"shownHash":"","signedAt":"2026-"}},"receiptNumber":"430102","quer',
  'yCodeSha256":"","secondFact":{"kind":"id-tail","secondFact":{"kind":"pin","secondFact":{"kind":"',
  'phone-tail","sha256":""},"insisted":false}}',
].join('')

const BYTES_OF_1 = new TextEncoder().encode(VERSION_1)

/** Undefined for a version that is not known here. The same bytes each time: they are not the caller's to change. */
export function findWordsDictionary(version: number): Uint8Array<ArrayBuffer> | undefined {
  return version === WORDS_DICTIONARY_VERSION ? BYTES_OF_1 : undefined
}
