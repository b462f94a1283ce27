import type { Editor } from '@tiptap/core';
import { useEffect } from 'react';
import { passageRange } from './content.ts';
import type { Hosts } from './hosts.ts';

const GAP_PX = 8;

/**
 * Marks in the margin stand beside their passages, and give way to one above that has grown. Each has a track as long as
 * its passage, in which it stays in sight: who has read a long text to its end finds its cost and its thumbs there.
 */
export function useMarginFlow(
  editor: Editor,
  hosts: Hosts,
  outputs: readonly string[],
  beside: boolean,
): void {
  useEffect(() => {
    const marks = () =>
      outputs.flatMap((output) => {
        const mark = hosts.host(`mark:${output}`).querySelector<HTMLElement>('.margin-mark');
        return mark ? [{ output, mark, track: mark.parentElement! }] : [];
      });
    const settle = () => {
      const ends = new Map(beside ? outputs.map((output) => [output, endOf(editor, output)]) : []);
      let free = -Infinity;
      for (const { output, mark, track } of marks()) {
        const top = track.parentElement?.getBoundingClientRect().top ?? 0;
        const down = beside ? Math.max(0, free - top) : 0;
        const length = (ends.get(output) ?? top) - top - down;
        track.style.translate = down === 0 ? '' : `0 ${down}px`;
        track.style.height = beside ? `${Math.max(mark.offsetHeight, length)}px` : '';
        free = top + down + mark.offsetHeight + GAP_PX;
      }
    };
    const observer = new ResizeObserver(settle);
    const watch = () => {
      observer.disconnect();
      observer.observe(editor.view.dom);
      for (const { mark } of marks()) observer.observe(mark);
    };
    // A mark is drawn once its receipt is read: watched from then on.
    const drawn = new MutationObserver(watch);
    for (const output of outputs) drawn.observe(hosts.host(`mark:${output}`), { childList: true });
    watch();
    return () => {
      drawn.disconnect();
      observer.disconnect();
    };
  }, [editor, hosts, outputs, beside]);
}

/** Where the last line of a passage ends in the window, in px; nothing where none of it is left. */
function endOf(editor: Editor, output: string): number | undefined {
  const range = passageRange(editor.state.doc, output);
  return range ? editor.view.coordsAtPos(range.to, -1).bottom : undefined;
}
