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
export const JOB_DUTIES: readonly string[] = [
  'Look after your part of the work from the first idea to the last detail',
  'Talk to the people we work for and write down what they need',
  'Improve one small thing every week, and say what you changed',
  'Help colleagues when they are stuck, and ask when you are',
  'Keep promises small enough to keep',
  'Spot problems early and bring a suggestion',
  'Leave things clearer than you found them',
];
export const JOB_MUSTS: readonly string[] = [
  'You have done this kind of work before and can show us how',
  'You write and speak clearly',
  'You like to learn, and you can say when you do not know',
  'You are careful with details and relaxed about titles',
  'You keep calm when plans change',
  'You enjoy working with people who see things differently',
];
export const JOB_OFFERS: readonly string[] = [
  'Time to do things properly',
  'Colleagues who share what they know',
  'A say in how the work is done',
  'Quiet hours without meetings',
  'A careful start, with someone at your side',
  'A table at which questions are welcome, including the simple ones',
  'Work that can be finished, handed over and looked at',
];
export const JOB_CLOSE: readonly string[] = [
  'Send us a few lines about yourself and one piece of work you are proud of.',
  'Write to us in your own words; we read every letter.',
  'No long forms: tell us who you are and why this appeals to you.',
  'If you meet most of this but not all, please write anyway.',
];
