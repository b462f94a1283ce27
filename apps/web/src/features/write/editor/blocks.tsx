import type { BlockNode, InlineNode } from '@inkwell/contract/types';
import { Fragment, type ReactNode, memo } from 'react';

/** A document's nodes as plain elements: text that is still wet, an earlier version, two versions side by side. */
export function Blocks({
  nodes,
  caret = false,
}: {
  readonly nodes: readonly BlockNode[];
  readonly caret?: boolean;
}) {
  const last = nodes.length - 1;
  return nodes.map((node, index) => (
    // What streams in only ever grows at its end, so a block's place names it.
    // oxlint-disable-next-line react/no-array-index-key
    <Block key={index} node={node} caret={caret && index === last} />
  ));
}

interface Props {
  readonly node: BlockNode;
  readonly caret: boolean;
}

const Block = memo(
  function Block({ node, caret }: Props): ReactNode {
    switch (node.type) {
      case 'paragraph':
        return (
          <p>
            <Inline nodes={node.content} caret={caret} />
          </p>
        );
      case 'heading':
        return <Heading level={node.attrs.level} nodes={node.content} caret={caret} />;
      case 'codeBlock':
        return (
          <pre>
            <code>
              <Inline nodes={node.content} caret={caret} />
            </code>
          </pre>
        );
      case 'horizontalRule':
        return <hr />;
      case 'blockquote':
        return (
          <blockquote>
            <Blocks nodes={node.content} caret={caret} />
          </blockquote>
        );
      case 'bulletList':
        return (
          <ul>
            <Items nodes={node.content} caret={caret} />
          </ul>
        );
      case 'orderedList':
        return (
          <ol start={node.attrs?.start ?? 1}>
            <Items nodes={node.content} caret={caret} />
          </ol>
        );
    }
  },
  (a, b) => a.caret === b.caret && JSON.stringify(a.node) === JSON.stringify(b.node),
);

function Items({
  nodes,
  caret,
}: {
  readonly nodes: readonly { content: BlockNode[] }[];
  readonly caret: boolean;
}) {
  return nodes.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <li key={index}>
      <Blocks nodes={item.content} caret={caret && index === nodes.length - 1} />
    </li>
  ));
}

interface InlineProps {
  readonly nodes: readonly InlineNode[] | undefined;
  readonly caret: boolean;
}

function Heading({ level, ...inline }: InlineProps & { readonly level: number }) {
  if (level <= 1)
    return (
      <h2 className="document-h1">
        <Inline {...inline} />
      </h2>
    );
  if (level === 2)
    return (
      <h2>
        <Inline {...inline} />
      </h2>
    );
  if (level === 3)
    return (
      <h3>
        <Inline {...inline} />
      </h3>
    );
  return (
    <h4>
      <Inline {...inline} />
    </h4>
  );
}

function Inline({ nodes = [], caret }: InlineProps) {
  return (
    <>
      {nodes.map((node, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>{node.type === 'text' ? marked(node) : <br />}</Fragment>
      ))}
      {caret && <span aria-hidden="true" className="caret" />}
    </>
  );
}

function marked({ text, marks = [] }: Extract<InlineNode, { type: 'text' }>): ReactNode {
  let said: ReactNode = text;
  for (const { type } of marks) {
    if (type === 'bold') said = <strong>{said}</strong>;
    if (type === 'italic') said = <em>{said}</em>;
    if (type === 'strike') said = <s>{said}</s>;
    if (type === 'underline' || type === 'link') said = <u>{said}</u>;
    if (type === 'code') said = <code>{said}</code>;
  }
  return said;
}
