import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { app } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { count, figure, words } from '../../shared/format/number.ts';
import { Segmented } from '../../shared/ui/controls.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { OutputText } from '../write/output-text.tsx';
import { StaffPage } from './frame.tsx';

const SPANS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
] as const;

export function FeedbackPage() {
  return (
    <StaffPage title="Feedback">
      <Feedback />
    </StaffPage>
  );
}

/** Downvotes by what was asked for and why; texts where they were shared. */
function Feedback() {
  const { staff } = useSession();
  const [days, setDays] = useState<(typeof SPANS)[number]['value']>('30');
  const query = useQuery({
    queryKey: ['staff', 'feedback', days],
    queryFn: () => app.staff.feedback(Number(days), 'template'),
    placeholderData: (last) => last,
    enabled: staff,
  });
  return (
    <>
      <Segmented legend="Of the last" value={days} choices={SPANS} onChange={setDays} />
      <Await query={query} label="Reading the feedback" failed="Couldn’t read the feedback.">
        {({ groups, outputs, texts }) => (
          <>
            <p className="mt-6 mb-2 text-muted">
              {count(outputs, 'output')} written;{' '}
              {count(
                groups.reduce((sum, { votes }) => sum + votes, 0),
                'downvote',
              )}{' '}
              with a reason.
            </p>
            {groups.length === 0 ? (
              <Empty>No downvote has a reason in this time.</Empty>
            ) : (
              <Groups groups={groups} />
            )}
            <div className="h-8" />
            <Section title="Shared texts">
              <p className="text-muted">
                Only where “Share this text with the support team” was ticked. Nothing says whose they are.
              </p>
              {texts.length === 0 ? <Empty>No text was shared in this time.</Empty> : <Texts texts={texts} />}
            </Section>
          </>
        )}
      </Await>
    </>
  );
}

type Read = Awaited<ReturnType<typeof app.staff.feedback>>;

const HEAD = 'py-2 pl-4 font-label first:pl-0';
const CELL = 'border-t border-rule py-2 pl-4 first:pl-0';

const Groups = ({ groups }: Pick<Read, 'groups'>) => (
  <ScrollBox label="Downvotes" className="overflow-x-auto">
    <table className="w-full max-w-3xl">
      <thead>
        <tr className="text-left text-muted">
          <th scope="col" className={HEAD}>
            What was asked for
          </th>
          <th scope="col" className={HEAD}>
            Reason
          </th>
          <th scope="col" className={`${HEAD} text-right`}>
            Downvotes
          </th>
          <th scope="col" className={`${HEAD} text-right`}>
            Shared
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ kind, title, reason, votes, shared }) => (
          <tr key={`${kind} ${title} ${reason}`}>
            <td className={CELL}>{title}</td>
            <td className={CELL}>{reason}</td>
            <td className={`${CELL} text-right`}>{figure(votes)}</td>
            <td className={`${CELL} text-right`}>{figure(shared)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollBox>
);

const Texts = ({ texts }: Pick<Read, 'texts'>) => (
  <ul className="mt-2">
    {texts.map((one) => (
      <li key={one.output} className="border-t border-rule py-4">
        <p className="text-13 text-muted">
          {one.title}, {one.reason}, {one.model}, {words(one.words)}, {dayAndClock(one.at)}
        </p>
        <div className="mt-2 max-w-[68ch] text-16">
          <OutputText text={one.text} wet={false} caret={false} />
        </div>
      </li>
    ))}
  </ul>
);
