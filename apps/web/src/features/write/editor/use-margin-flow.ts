import type { Editor } from '@tiptap/core';
import { useEffect } from 'react';
import type { Hosts } from './hosts.ts';

const GAP_PX = 8;

/** Marks in the margin stand beside their passages, and give way to one above that has grown. */
export function useMarginFlow(
  editor: Editor,
  hosts: Hosts,
  outputs: readonly string[],
  beside: boolean,
): void {
  useEffect(() => {
    const marks = () =>
      outputs.flatMap(
        (output) => hosts.host(`mark:${output}`).querySelector<HTMLElement>('.margin-mark') ?? [],
      );
    const settle = () => {
      let free = -Infinity;
      for (const mark of marks()) {
        const { top } = mark.parentElement?.getBoundingClientRect() ?? { top: 0 };
        const down = beside ? Math.max(0, free - top) : 0;
        mark.style.translate = down === 0 ? '' : `0 ${down}px`;
        free = top + down + mark.offsetHeight + GAP_PX;
      }
    };
    const observer = new ResizeObserver(settle);
    const watch = () => {
      observer.disconnect();
      observer.observe(editor.view.dom);
      for (const mark of marks()) observer.observe(mark);
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
