/** Lines of a job post that promise nothing about pay, dates or numbers. */
export const JOB_OPEN: readonly string[] = [
  'We are looking for {s} to join us.',
  'Are you {s} who takes quiet pride in good work?',
  'Our team has room for {s} who enjoys good work.',
  'Come and work with us as {s}.',
  'We would like to meet {s} with a calm head and curious eyes.',
  'There is a place on our team for {s}.',
  'If you are {s} who likes clear work and kind people, read on.',
  'Help us do better work: join us as {s}.',
  'This is an invitation to {s} who wants to do things properly.',
  'We need {s}, and we would rather wait for the right person.',
  'Good work needs good people, and we are missing {s}.',
];
/** Duties of nearly any work; the given ones stand before them. */
export const JOB_DUTIES: readonly string[] = [
  'Look after your part of the work from beginning to end',
  'Listen to the people we work for and write down what they need',
  'Say what could be done better, and try it',
  'Help colleagues when they are stuck, and ask when you are',
  'Keep promises small enough to keep',
  'Spot problems early and bring a suggestion',
  'Leave things clearer than you found them',
];
export const JOB_MUSTS: readonly string[] = [
  'You have done this kind of work before, or something close to it',
  'You write and speak clearly',
  'You like to learn, and you can say when you do not know',
  'You are careful with details',
  'You keep calm when plans change',
  'You enjoy working with people who see things differently',
];
/** What an application should hold; it promises nothing about the place. */
export const JOB_ASKS: readonly string[] = [
  'Why this work appeals to you',
  'What you have done that comes close to it',
  'Which of these duties you would like to begin with',
  'Which part of the work would be new to you',
  'What you need from us to do it well',
  'When you could come and meet us',
  'What you would like to ask us',
];
export const JOB_CLOSE: readonly string[] = [
  'Send us a few lines about yourself and one piece of work you are proud of.',
  'Write to us in your own words.',
  'No long forms: a few plain lines are enough to begin.',
  'If you meet most of this but not all, please write anyway.',
];
