import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

const NEAR_PX = 80;

interface Follow {
  readonly end: RefObject<HTMLDivElement | null>;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly left: boolean;
  readonly follow: () => void;
}

/**
 * Keeps the end of growing text in view while the reader is within 80 px of it; a reader who scrolled away is left
 * alone. `own` says that the text scrolls in its own box, otherwise the page scrolls.
 */
export function useFollow(text: string, running: boolean, own: boolean): Follow {
  const end = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const [left, setLeft] = useState(false);

  useEffect(() => {
    if (!running) return;
    const scroller: HTMLElement | Window = own && box.current ? box.current : window;
    const look = () => {
      near.current = overshoot(end.current, own ? box.current : null) <= NEAR_PX;
      setLeft(!near.current);
    };
    scroller.addEventListener('scroll', look, { passive: true });
    return () => scroller.removeEventListener('scroll', look);
  }, [running, own]);

  useLayoutEffect(() => {
    if (text !== '' && running && near.current) bring(end.current, own ? box.current : null);
  }, [text, running, own]);

  useEffect(() => {
    // Written to its end, a column is read from its start.
    if (!running && own && box.current) box.current.scrollTop = 0;
  }, [running, own]);

  const follow = () => {
    near.current = true;
    setLeft(false);
    bring(end.current, own ? box.current : null);
  };
  return { end, box, left: running && left, follow };
}

/** The bar that stands over the page's foot while text is written. */
const BAR_PX = 64;

function overshoot(end: HTMLElement | null, box: HTMLElement | null): number {
  if (!end) return 0;
  if (box) return box.scrollHeight - box.scrollTop - box.clientHeight;
  return end.getBoundingClientRect().bottom - (window.innerHeight - BAR_PX);
}

function bring(end: HTMLElement | null, box: HTMLElement | null): void {
  const over = overshoot(end, box);
  if (over <= 0) return;
  if (box) box.scrollTop = box.scrollHeight;
  else window.scrollBy({ top: over });
}

/** Whether a column's text is longer than the column, looked at while `when` holds. */
export function useCut(box: RefObject<HTMLElement | null>, when: boolean): boolean {
  const [longer, setLonger] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!when || !element) return;
    const observer = new ResizeObserver(() => setLonger(element.scrollHeight > element.clientHeight + 4));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, when]);
  return when && longer;
}
