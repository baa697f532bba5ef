/**
 * What the words of operations have in common: the preset dictionary of raw deflate (RFC 1951), before an operation is
 * sealed. The first byte of packed words is the version of their dictionary. A version that was once published never
 * changes by a byte: what was packed with it lies on tablets for weeks. A better one is the next.
 */
export const WORDS_DICTIONARY_VERSION = 2

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

/** What the items of 2026-12 ask for: their codes, fields, answers and papers, the most asked for last. */
const WORDS_OF_ITEMS = [
  '{"itemCode":"000117017000""adPosition":"","adWidthMetres":"adHeightMetres":"adMaterial":"","acrylic",',
  '"metal","led","cloth","adCount":"adUntil":"","ad-application-form","site-plan-approval",',
  '"ad-day-night-rendering","ad-design-drawing","ad-safety-undertaking","ad-structure-report",',
  '{"itemCode":"000122011000""computerCount":"internetProvider":"","schoolDistanceMetres":"internet-cafe-form",',
  '"internet-cafe-report","fire-clearance","cyber-police-clearance","management-system-proof",',
  '"internet-access-letter",{"itemCode":"000199901000""floorsUsed":"","venueKind":"","catering",',
  '"exitCount":"hasAutoFireSystem":"fireByPromise":"fire-promise","fire-check-form","fire-safety-rules",',
  '"fire-safety-rules-at-check","premises-fire-plan","premises-fire-plan-at-check",',
  '{"itemCode":"000199902000""publicPlaceKind":"","hotel","bath","hair","entertainment","pool","waiting",',
  '"airConditioning":"","none","split","central","public-place-form","premises-location-map",',
  '"central-air-report","public-place-promise",{"itemCode":"000199903000""teachingSubjects":"",',
  '"teacherCount":"school-application-report","articles-of-association","school-assets-proof",',
  '"teacher-qualifications",{"itemCode":"000417901000""payerKind":"","household","shop","organisation",',
  '"chargedAddress":"","reliefReason":"","destitute","vacant","reliefFrom":"","waste-fee-relief-form",',
  '"vacancy-statement",{"itemCode":"000511002000""hardshipKind":"","fire","traffic","illness","education",',
  '"bereavement","hardshipDate":"","isUrgent":"hardshipStory":"","requestedYuan":"temporary-aid-form",',
  '"hardship-proof",{"itemCode":"000511901000""elderAgeBand":"","80-89","90-99","100+",',
  '"isLowIncome":"payoutMethod":"","social-security-card","bank-account","bankName":"","bankAccount":"",',
  '"elder-allowance-form","bank-card","dated-elder-photo",',
  '{"itemCode":"000717901000""householdSize":"monthlyIncomeYuan":"livingAreaSqm":"housingSupport":"",',
  '"dwelling","subsidy","public-housing-form","asset-check-authorisation","income-statement",',
  '{"itemCode":"000799901000""hardToEmployKind":"","age","zero-employment","low-income","disabled","land-lost",',
  '"veteran","model-worker","martyr-family","single-parent","long-unemployed","hard-to-employ-form",',
  '"disability-certificate","low-income-certificate","hard-to-employ-proof",',
  '{"itemCode":"001031901000""prepackaged-filing-form",{"itemCode":"002011901000""portrait-photo",',
  '{"itemCode":"002099901000""unemployedSince":"","unemploymentReason":"","contract-ended","dismissed",',
  '"business-closed","graduated","other","educationLevel":"","primary","junior","senior","college","bachelor",',
  '"wantsTraining":"employment-form",{"itemCode":"002099902000""insuredKind":"","resident","student","newborn",',
  '"hasLocalHousehold":"residencePermitNumber":"","birthDate":"","medical-enrolment-form","residence-permit",',
  '{"itemCode":"002099903000""childOrder":"","first","second","third","more","expectedBirthDate":"",',
  '"hasSpouse":"spouseName":"","spouseIdNumber":"","household-register","marriage-certificate",',
  '{"itemCode":"430131056W00""small-food-form","food-safety-promise",',
  '{"itemCode":"000131128000""usesTradeName":"businessScope":"","capitalYuan":"business-registration-form",',
  '"applicant-id-card","premises-proof",{"itemCode":"000131024000""businessName":"","operatorName":"",',
  '"creditCode":"","staffCount":"premisesAddress":"","premisesAreaSqm":"foodBusinessKind":"","food-service",',
  '"food-sales","canteen","foodProjects":[],"hot-food","cold-food","raw-food","pastry","fresh-drinks",',
  '"packaged-sales","foodSafetyManager":"","sellsOnline":"onlinePlatform":"","food-licence-form",',
  '"business-licence","food-layout-and-process","food-safety-rules-list","special-room-layout",',
  '"staff-health-certificates",',
].join('')

const VERSION_2 = WORDS_OF_ITEMS + VERSION_1

const BYTES_BY_VERSION = new Map([VERSION_1, VERSION_2].map((text, nth) => [nth + 1, new TextEncoder().encode(text)]))

/** Undefined for a version that is not known here. The same bytes each time: they are not the caller's to change. */
export const findWordsDictionary = (version: number): Uint8Array<ArrayBuffer> | undefined =>
  BYTES_BY_VERSION.get(version)
