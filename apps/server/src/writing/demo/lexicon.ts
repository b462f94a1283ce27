/** Words whose part of speech the demo writer has to know to put a reader's own words into a sentence. */

const words = (list: string): readonly string[] => list.trim().split(/\s+/);

/** Verbs that rarely stand for a noun after another noun. */
const PLAIN_VERBS = words(`
  accept add agree allow appear arrive ask avoid bake become begin believe belong bring build buy calm catch choose
  clean clear close come complain continue cook cost create decide deliver depend deserve die disappear do draw drink dry
  earn eat edit enjoy expect explain fail fall feel fill find finish fit fix fold follow forget forgive get give go grow
  happen have hear help hold hurt include install invite join keep know learn leave lend let listen live lose love make
  matter mean meet mend miss need open pack paint pay pick prefer prepare protect prove provide put reach read receive
  remember remind remove repair repeat replace repot ride rise run say see seem sell send serve show shut sing sit sleep
  slow speak spend stand stay stop succeed survive take talk teach tell think tire travel try unpack use vanish wait wake walk
  want waste water wear win work write`);

/** Verbs that are as often adjectives: "clear words". */
const ADJECTIVE_VERBS = new Set(words('calm clean clear dry own open slow warm complete direct'));

/** Verbs that are as often nouns: only what stands around them tells. */
const NOUN_VERBS = words(`
  answer book break burn call care change clip cover cut damage dream drop end face form guide hope land light look
  mark move name note offer order pause place plan plant play post practise press price print promise rest return save
  search ship shop sort sound stamp start step store study support taste test thank touch train turn visit wash`);

const IRREGULAR_PAST = words(`
  ate became began broke came chose did drew drove fell felt forgot gave grew knew ran sat saw spoke stood took went
  woke wore wrote rewrote forgave withdrew meant thought rose`);

/** They are participles too: "the letters sent to us". */
const PAST_AND_PARTICIPLE = words(`
  bought brought built caught cut found got had held hurt kept learnt led left lent let lost made met paid put read
  said sent set shut sold spent swept taught told won`);

const AUXILIARIES = words(`
  is are was were am has have had can could will would may might must should shall do does did cannot
  isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t can’t couldn’t won’t wouldn’t shouldn’t don’t doesn’t didn’t
  isn't aren't wasn't weren't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't don't doesn't didn't`);

/** Words that begin a sentence with a capital and are no names. */
const COMMON_STARTS = words(`
  a an the my our your his her their this that these those some any every each no not all both few many most more less
  another other one two three old new big small little long short good better best bad worst great nice kind early late
  last first next slow fast quick quiet loud calm bright dark warm cold hot soft hard easy simple plain honest free fresh
  full empty local daily weekly monthly yearly modern public private personal working living saving paying only
  morning evening night day week month year weekend winter spring summer autumn holiday holidays time light lights sound
  water air rain snow sun wind home house houses room rooms street streets city cities town village garden gardens bread
  work office meeting meetings team teams people children parents customers clients guests readers students women men
  money invoice invoices price prices letter letters mail paper pen pens ink book books story stories music food coffee
  tea wine lamp lamps shelf shelves desk table chair window windows door doors shop shops school course courses plant
  plants tree trees flower flowers animal animals dog dogs cat cats bike bikes bicycle bicycles car cars train trains
  walk walks travel software tools tool design data health sleep rest exercise life love nature science history art
  if when where while because before after without with in on at by from for to of about under over between behind
  how why what who which nine ten five six seven eight four fear everything everybody everyone nothing nobody something somebody someone there here we you they
  he she it handwriting calligraphy pottery knitting sewing cooking baking courage patience silence honesty`);

const NOT_PAST = new Set(
  words('red bed shed need seed feed speed breed weed hundred naked wicked aged used tired'),
);

const both = [...PLAIN_VERBS, ...NOUN_VERBS];
const SURE = new Set(PLAIN_VERBS);
const ALL = new Set(both);
const SURE_PAST = new Set(IRREGULAR_PAST);
const PAST = new Set([...IRREGULAR_PAST, ...PAST_AND_PARTICIPLE]);
const AUX = new Set(AUXILIARIES);
const COMMON = new Set(COMMON_STARTS);

const third = (verb: string): string =>
  /(?:s|x|z|ch|sh|o)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`;
const SURE_THIRD = new Set([...PLAIN_VERBS.map(third), 'has', 'does']);
const ALL_THIRD = new Set(both.map(third));

export const mayBeAdjective = (word: string): boolean => ADJECTIVE_VERBS.has(word);
export const isAuxiliary = (word: string): boolean => AUX.has(word);
/** "send", "clip": what an instruction begins with. */
export const isVerb = (word: string): boolean => ALL.has(word);
/** "sends", and whether it may be a noun as well: "works". */
export const isThirdPerson = (word: string): boolean => ALL_THIRD.has(word);
export const isSureVerb = (word: string): boolean => SURE.has(word) || SURE_THIRD.has(word);
/** "sent", "refunded". */
export const isPast = (word: string): boolean =>
  PAST.has(word) || (/^[a-z]{2,}ed$/.test(word) && !NOT_PAST.has(word));
/** "wrote", never "written" or "sent". */
export const isSurePast = (word: string): boolean => SURE_PAST.has(word);
export const isCommonStart = (word: string): boolean => COMMON.has(word) || ALL.has(word);
