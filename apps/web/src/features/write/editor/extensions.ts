import { Extension, type Extensions, Mark, markInputRule } from '@tiptap/core';
import { Placeholder } from '@tiptap/extensions';
import { StarterKit } from '@tiptap/starter-kit';
import type { Hosts } from './hosts.ts';
import { InkExtension, Passage } from './ink.ts';

/** Code that an output wrote stays that output's: the library's mark would push every other one away. */
const CodeBesidePassage = Mark.create({
  name: 'code',
  code: true,
  exitable: true,
  excludes: '',
  parseHTML: () => [{ tag: 'code' }],
  renderHTML: () => ['code', 0],
  addInputRules() {
    return [markInputRule({ find: /(?:^|[^`])(`([^`]+)`)$/, type: this.type })];
  },
  addKeyboardShortcuts() {
    return { 'Mod-e': () => this.editor.commands.toggleMark(this.name) };
  },
});

/** "/" on an empty line asks for a command in place of writing a stroke. */
const Slash = (ask: () => void) =>
  Extension.create({
    name: 'slash',
    addKeyboardShortcuts: () => ({
      '/': ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        if (!empty || $from.parent.type.name !== 'paragraph' || $from.parent.content.size > 0) return false;
        ask();
        return true;
      },
    }),
  });

/** The nodes and marks that a document may hold: the contract knows exactly these. */
export const extensionsOf = (hosts: Hosts, ask: () => void): Extensions => [
  StarterKit.configure({
    code: false,
    heading: { levels: [1, 2, 3, 4] },
    link: {
      openOnClick: false,
      autolink: true,
      protocols: ['http', 'https', 'mailto'],
      HTMLAttributes: { target: null },
    },
    dropcursor: { color: false, class: 'drop-cursor' },
  }),
  CodeBesidePassage,
  Passage,
  InkExtension(hosts),
  Slash(ask),
  Placeholder.configure({ placeholder: 'Start typing, or press / to ask.', showOnlyCurrent: false }),
];
