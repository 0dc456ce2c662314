/**
 * Short and pet forms of given names in common use in Britain, and the ways in which names from other languages are
 * written here that differ by more than `spellingKey` forgives. Each line is one name and the forms it goes by.
 * A form may stand on several lines (Alex, Sam): it fits each of them, but they do not thereby fit each other.
 */
const table = `
abigail abi abbie abby gail
adam ad
aidan aiden ade
alan al
albert bert bertie al
alexander alex al sandy xander lex alec sasha
alexandra alex alexa lexi lexie sandra sasha ali
alfred alf alfie fred freddie
alice ali
alison ali allie
amanda mandy
amelia millie milly amy mia
andrew andy drew
angela angie ange
annabel annabelle anna bella belle
ann anne annie nan
anthony tony ant
archibald archie
arthur art artie
barbara barb babs barbie
beatrice bea trixie bee
benjamin ben benji benny benjy
bernadette bernie
bradley brad
bridget bridie biddy
cameron cam
caroline carol carrie caro
catherine katherine kathryn katharine kate katie kathy cathy kat kitty kath cath kay
charles charlie chas chuck charley
charlotte charlie lottie lotte charley char
christina tina chris chrissy christine
christine chris chrissie tina
christopher chris kit topher
clifford cliff
constance connie
cynthia cindy
daniel dan danny
danielle dani ellie
david dave davey davy dai
deborah debbie deb debra
dennis den denny
derek del
desmond des
diana di
dominic dom nick
donald don donnie
dorothy dot dottie dolly dora
douglas doug dougie
edward ed eddie ted teddy ned eddy
eleanor ellie nell nellie nora elle ella
elizabeth liz lizzie beth betty eliza libby lisa elsie bess bessie lizzy betsy elise liza lilibet
emily em emmy millie milly
emma em emmie
ethan eth
eugene gene
evelyn evie eve
florence flo flossie florrie
frances fran frankie francesca
francesca fran frankie cesca chessie
francis frank frankie fran
frederick fred freddie freddy
gabriel gabe
gabrielle gabby gaby ellie
geoffrey geoff jeff
george georgie
georgina georgie gina georgia
gerald gerry jerry
gerard gerry jerry ged
gillian gill jill jilly
grace gracie
graham gray
gregory greg
gwendolyn gwen
hannah han
harold harry hal
harriet hattie harri
harrison harry
helen nell nellie lena
henry harry hal hank
henrietta hettie etta
howard howie
hugh hughie huw
ian iain
irene rene
isaac zac ike
isabella bella izzy belle isa bel isabel isabelle isobel
isabel bella izzy belle isobel isabelle
jacob jake
jacqueline jackie jacqui jacky
james jim jimmy jamie jem jimbo
jane janie jenny
janet jan
jason jay
jeffrey jeff
jennifer jen jenny jenna jenni
jeremy jerry jez
jessica jess jessie
joan joanie
joanne jo joanna
john jack johnny jon jonny
jonathan jon jonny jonathon johnny
joseph joe joey jo
josephine jo josie
joshua josh
judith judy jude judi
julia julie jules
julian jules
kenneth ken kenny
kevin kev
kimberley kim kimberly
kirsten kirsty
laura laurie
lawrence larry laurie loz laurence
leonard len lenny leo
leslie les
lewis lew louis lou
lillian lily lil lilly lilian
linda lin lindy lynda
louisa lou
louise lou lulu
lucy lu
lydia liddy
madeleine maddie maddy madeline
malcolm mal
margaret maggie meg peggy marge margie greta rita daisy peg mags madge
maria mary mia
marjorie marge margie
mark marc
martin marty
mary molly polly may mamie
matthew matt matty mat
matilda tilly mattie tilda
maureen mo
maurice mo
maxwell max
maximilian max
megan meg meggie
melanie mel
melissa mel missy lissa
michael mike mick micky mickey mikey mikael
michelle shelly shell chelle
mohammed mo muhammad mohamed mohammad mohamad
montgomery monty
morgan mo
nancy nan
natalie nat
natasha tasha nat
nathan nat nate
nathaniel nat nate nathan
neville nev
nicholas nick nicky nico nicolas
nicola nicky nikki nic
nigel nige
norman norm
oliver ollie olly
olivia liv livvy livvie ollie
oscar ozzy
pamela pam
patricia pat tricia trish patsy patty pattie
patrick pat paddy rick
paul pauly
pauline paula
penelope penny pen
peter pete
philip phil pip phillip
philippa pippa pip pippy
phoebe fifi
raymond ray
rebecca becky becca bex beckie reba
reginald reg reggie
richard rick dick rich ricky richie dickie
robert rob bob bobby robbie bert robin bobbie
roberta bobbie robbie
roderick rod roddy
rodney rod
roger rodge
ronald ron ronnie
rosemary rosie rose
rosalind ros roz
rupert rupe
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sally sadie sara
sebastian seb bas
shirley shirl
simon si
sophia sophie sofia soph
stanley stan
stephanie steph stevie
stephen steven steve stevie ste
stuart stu stewart
susan sue susie suzie suzy susannah
susannah sue susie suzanne
suzanne sue susie suzie
sylvia syl
terence terry tel terrence
theodore theo ted teddy
theresa tess terry tessa teresa
thomas tom tommy thom
timothy tim timmy
tobias toby
tracey trace tracy
valerie val
vanessa ness nessa
veronica ronnie vera
victor vic
victoria vicky vicki tori vikki vic
vincent vince vinny vin
violet vi
virginia ginny ginger
walter wally walt wat
wilfred wilf fred
william bill will billy liam willie willy wills
winifred winnie freda
yvonne vonnie eve
zachary zac zach zack zak
abdullah abdallah abdulla
ahmed ahmad achmed
aisha ayesha aysha aishah ayisha
ali aly
amina aminah ameena
asma asmaa
fatima fatimah fatema fatma
hussain hussein hussayn hossein husayn
ibrahim ebrahim
ismail ismael esmail
jamila jameela
khadija khadijah khadeeja
khalid khaled
maryam mariam miriam maryum
mustafa mostafa mustapha
nadia nadya nadiya
noor nur nour
omar umar omer
osman usman othman uthman
rahim raheem
safiya safiyyah safia
saeed said sayeed
tariq tarik tareq
yusuf youssef yousef yusef yousuf yousaf yusaf
zainab zaynab zeinab zeynep zaineb
zubair zubayr zubeir
agnieszka aga agnes
aleksander aleksandr oleksandr alexander olek
aleksandra oleksandra alexandra ola
andrzej andrew
ewa eva
jakub kuba jacob
jan john janek
katarzyna kasia katherine
krzysztof krzys christopher
magdalena magda
malgorzata gosia margaret
mykhailo mikhail mykola
piotr peter
tomasz tomek thomas
volodymyr vladimir
yelena olena elena
`;

/** How a form begins, as far as it is heard: any vowel as another, C as K, G as J, Z as S. */
const beginning = (form: string): string =>
  form
    .charAt(0)
    .replace(/[aeiouy]/, 'a')
    .replace(/[cq]/, 'k')
    .replace('g', 'j')
    .replace('z', 's');

/**
 * For each form, what it may stand for, as numbers of three digits between spaces: forms that have a number in common fit
 * each other. The first of a line, which is the full name, fits all of the line; two short forms fit where they begin
 * alike. Amy and Mia, both short for Amelia, are names of their own, and those of sisters.
 */
export const fullNames: ReadonlyMap<string, string> = (() => {
  const found = new Map<string, string[]>();
  let number = 0;
  for (const line of table.trim().split('\n')) {
    const [full = '', ...forms] = line.split(' ');
    const byBeginning = Map.groupBy([full, ...forms], beginning);
    for (const alike of byBeginning.values()) {
      const code = String(number++).padStart(3, '0');
      for (const form of new Set([full, ...alike])) found.set(form, [...(found.get(form) ?? []), code]);
    }
  }
  return new Map([...found].map(([form, codes]) => [form, codes.join(' ')]));
})();
