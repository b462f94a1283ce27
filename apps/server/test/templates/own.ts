import type { TemplatePost } from '@inkwell/contract/types';

/** A template that a workspace makes for itself. */
export const OWN: TemplatePost = {
  name: 'Plant card',
  category: 'product',
  shape: 'beats',
  words: 40,
  purpose: 'Says what a plant needs.',
  inputs: [
    {
      id: 'plant',
      label: 'Which plant?',
      kind: 'line',
      placeholder: 'Its common name',
      limit: 60,
      optional: false,
      example: 'a snake plant',
    },
  ],
  prompt: 'Write the card that goes into the parcel with the plant.',
  tips: ['Name one plant only.', 'Say where it will stand.'],
};
