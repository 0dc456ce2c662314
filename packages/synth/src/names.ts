import type { Random } from './random.ts';

/** Names that people of one background in Ashmere carry. All combinations are made by chance. */
export type Culture = {
  weight: number;
  ethnicity: readonly string[];
  female: readonly string[];
  male: readonly string[];
  surnames: readonly string[];
  /** Feminine form of a surname, where the language has one. */
  feminine?: (surname: string) => string;
  /** How likely a wife is to take her husband's surname. */
  takesName: number;
};

const list = (text: string): string[] => text.split(' ');

const polishFeminine = (surname: string): string =>
  surname.replace(/ski$/, 'ska').replace(/cki$/, 'cka').replace(/dzki$/, 'dzka');

export const cultures: Readonly<Record<string, Culture>> = {
  english: {
    weight: 66,
    ethnicity: ['WBRI', 'WBRI', 'WBRI', 'WBRI', 'WBRI', 'MWBC', 'MWAS'],
    female: list(
      'Katherine Elizabeth Victoria Jessica Chloe Sophie Emily Amy Lauren Hannah Rebecca Gemma Kelly Stacey Donna Tracey Michelle Samantha Natalie Danielle Jade Paige Ellie Grace Lily Poppy Evie Ruby Isla Freya Olivia Amelia Margaret Susan Christine Patricia Maureen Abigail Charlotte Lucy Bethany Leanne Kirsty Megan Molly Daisy Florence Harriet Niamh Summer Skye Tia Keira Demi Georgia Imogen Alexandra Jennifer Philippa Rosie Scarlett Willow Ivy Mia Erin Zoe Carly Holly Toni Lesley',
    ),
    male: list(
      'James Thomas William Robert Michael David Daniel Matthew Andrew Christopher Stephen Anthony Joseph Benjamin Samuel Joshua Jack Harry George Oliver Charlie Alfie Jayden Riley Logan Mason Liam Connor Callum Ryan Jordan Kieran Lewis Nathan Aaron Adam Luke Jake Bradley Dean Gary Darren Craig Wayne Scott Shane Carl Simon Mark Paul Ian Kevin Brian Alan Edward Frederick Alexander Zachary Theo Archie Noah Leo Tyler Reece Ashley Curtis Toby Finley Elliot Dominic Leon Patrick Nicholas Philip',
    ),
    surnames: list(
      'Ashdown Barlow Birtwell Bradshaw Brooksbank Carver Chadwick Clegg Cooper Crossley Dawson Dyson Eccles Ellison Fairhurst Farrow Firth Garside Gledhill Greenwood Hadfield Haigh Hardcastle Hartley Haworth Hepworth Holroyd Horsfall Ingham Jagger Kershaw Lockwood Lumb Marsh Midgley Moorhouse Naylor Nuttall Ogden Ormerod Parkin Pickles Pollard Radcliffe Ramsden Rawnsley Rushworth Schofield Shackleton Sharples Smethurst Stansfield Sutcliffe Sykes Taylor Thackray Thornber Tordoff Uttley Varley Wadsworth Walker Whitaker Whiteley Wilkinson Womersley Wood Wrigley Smith Jones Brown Wilson Johnson Davies Robinson Wright Thompson Evans White Roberts Green Hall Clarke Jackson Lewis Harris Turner Hill Moore Baker Bell Bailey Phillips Stephenson Reid Philpott Macdonald McCarthy Fitzgerald',
    ),
    takesName: 0.65,
  },
  irish: {
    weight: 3,
    ethnicity: ['WIRI', 'WBRI', 'WIRT'],
    female: list(
      'Siobhán Aoife Niamh Róisín Bridget Margaret Caoimhe Orla Sinéad Bernadette Kathleen Eileen',
    ),
    male: list('Seán Patrick Michael Declan Cormac Eoin Conor Pádraig Martin Gerard Francis Ciarán'),
    surnames: list(
      'O’Brien O’Connor Doherty Murphy Gallagher McDonagh Ward Kelly Byrne O’Neill Maughan Joyce',
    ),
    takesName: 0.6,
  },
  polish: {
    weight: 6,
    ethnicity: ['WOTH'],
    female: list(
      'Agnieszka Małgorzata Katarzyna Zofia Julia Maja Hanna Oliwia Aleksandra Natalia Joanna Ewa Wiktoria Łucja',
    ),
    male: list(
      'Paweł Łukasz Krzysztof Tomasz Jakub Szymon Kacper Mateusz Piotr Marcin Wojciech Michał Antoni Błażej',
    ),
    surnames: list(
      'Kowalski Wiśniewski Wójcik Lewandowski Zieliński Szymański Dąbrowski Kozłowski Jankowski Mazur Krawczyk Grabowski Pawłowski Król',
    ),
    feminine: polishFeminine,
    takesName: 0.8,
  },
  romanian: {
    weight: 2,
    ethnicity: ['WOTH', 'WROM'],
    female: list('Ioana Ștefania Mihaela Elena Andreea Cristina Florica Bianca Rebeca Denisa'),
    male: list('Ștefan Andrei Ionuț Florin Mihai Gheorghe Răzvan Darius Luca Marius'),
    surnames: list('Popescu Ionescu Dumitru Stănescu Munteanu Rădulescu Țurcanu Lăcătuș Ciobanu Stan'),
    takesName: 0.7,
  },
  urdu: {
    weight: 6,
    ethnicity: ['APKN', 'APKN', 'APKN', 'MWAS'],
    female: list(
      'Aisha Fatima Zainab Maryam Khadija Saima Nadia Hafsa Iqra Rukhsana Shazia Noreen Amna Sumaira Ayesha',
    ),
    male: list(
      'Mohammed Muhammad Ahmed Ali Hassan Hussain Imran Usman Bilal Yusuf Zubair Tariq Hamza Faisal Ibrahim',
    ),
    surnames: list(
      'Khan Hussain Mahmood Akhtar Iqbal Malik Qureshi Chaudhry Shah Ahmed Mirza Rashid Bibi Begum Butt',
    ),
    takesName: 0.3,
  },
  bengali: {
    weight: 3,
    ethnicity: ['ABAN'],
    female: list('Nasrin Sultana Farhana Rahima Taslima Jannatul Sumaiya Anika Rumana Shirin Mahbuba Nazia'),
    male: list('Mohammed Abdul Rahim Shahidul Kamrul Tanvir Mizanur Rafiq Sajid Nazrul Jubair Ashraful'),
    surnames: list('Rahman Islam Miah Uddin Chowdhury Begum Khatun Hoque Ali Sarkar Talukdar Bhuiyan'),
    takesName: 0.2,
  },
  somali: {
    weight: 3,
    ethnicity: ['BAFR'],
    female: list('Hodan Ifrah Sahra Faduma Khadra Nimco Ubah Ayaan Deqa Ramla Hibo Sagal'),
    male: list('Abdirahman Mohamed Abdi Yusuf Mahad Liban Ayub Cabdullahi Guled Zakariya Ismail Warsame'),
    surnames: list('Warsame Farah Abdi Hassan Ali Jama Mohamud Nur Osman Hersi Aden Dirie'),
    takesName: 0.02,
  },
  yoruba: {
    weight: 3,
    ethnicity: ['BAFR', 'MWBA'],
    female: list(
      'Folasade Adébáyọ̀ Yetunde Omolara Abimbola Titilayo Ayomide Oluwaseun Bukola Temitope Ifeoluwa Morẹ́nikẹ́',
    ),
    male: list(
      'Oluwaseun Adewale Babatunde Olumide Ayodele Temitope Kayode Femi Segun Tobi Damilola Kọ́láwọlé',
    ),
    surnames: list(
      'Adeyemi Ogunleye Adébáyọ̀ Olatunji Akinwande Oyelaran Balogun Fashola Adesanya Olanrewaju',
    ),
    takesName: 0.7,
  },
  igbo: {
    weight: 1,
    ethnicity: ['BAFR'],
    female: list('Chidinma Ngozi Adaeze Nkechi Chiamaka Ifeoma'),
    male: list('Chukwuemeka Obinna Ikenna Kelechi Uchenna Emeka'),
    surnames: list('Okonkwo Nwosu Eze Obi Chukwu Nnamdi Onyeka'),
    takesName: 0.8,
  },
  portuguese: {
    weight: 2,
    ethnicity: ['WOTH', 'MOTH'],
    female: list('Inês Mafalda Conceição Beatriz Luísa Assunção Catarina Mariana Sónia Fátima'),
    male: list('João Gonçalo Simão António Tomás Duarte Luís Tiago Estêvão Nuno'),
    surnames: list('Araújo Conceição Gonçalves Magalhães Simões Ferrão Falcão Brandão Guimarães Leitão'),
    takesName: 0.4,
  },
  caribbean: {
    weight: 3,
    ethnicity: ['BCRB', 'MWBC'],
    female: list('Shanice Monique Aaliyah Keisha Tanisha Latoya Marcia Yvonne Renée Chantelle Kiara Simone'),
    male: list('Marlon Tyrone Jermaine Delroy Winston Kemar Romario Andre Tyrell Micah Dwayne Jaheim'),
    surnames: list(
      'Campbell Grant Bailey Morrison Facey Gayle Beckford Whyte Powell Blackwood Francis Bogle',
    ),
    takesName: 0.5,
  },
  indian: {
    weight: 2,
    ethnicity: ['AIND'],
    female: list('Harpreet Manjit Jaspreet Priya Simran Kavita Anjali Gurleen Baljit Meena'),
    male: list('Gurpreet Harjit Rajesh Arjun Sukhdev Amandeep Vikram Jasdeep Mandeep Rohan'),
    surnames: list('Singh Kaur Patel Sandhu Gill Sharma Dhillon Bains Sidhu Mistry'),
    takesName: 0.3,
  },
};

/** One of a culture's stocks by its key. */
export function culture(key: string): Culture {
  const found = cultures[key];
  if (!found) throw new RangeError(`No stock of names is called ${key}.`);
  return found;
}

export const anyCulture = (chance: Random): string =>
  chance.weighted(Object.entries(cultures).map(([key, each]) => [key, each.weight] as const));
