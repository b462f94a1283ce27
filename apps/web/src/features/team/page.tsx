import { useAccount, useMembers } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { Account, Team } from '../../shared/api/types.ts';
import { count } from '../../shared/format/number.ts';
import { Section } from '../../shared/ui/page.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { CapField } from './cap.tsx';
import { Invitations } from './invitations.tsx';
import { MemberTable } from './member-table.tsx';
import { useTeam } from './queries.ts';

export function TeamPage() {
  const team = useTeam();
  const account = useAccount();
  return (
    <SettingsPage title="Team" wide>
      <Await query={team} label="Reading the team" failed="Couldn’t read the team.">
        {(read) => (
          <Await query={account} label="Reading the account" failed="Couldn’t read the account.">
            {(paid) => <TeamOf team={read} account={paid} />}
          </Await>
        )}
      </Await>
    </SettingsPage>
  );
}

function TeamOf({ team, account }: { readonly team: Team; readonly account: Account }) {
  const session = useSession();
  const manages = mayManage(session);
  const usage = useMembers().data ?? [];
  return (
    <>
      <p className="title mb-6 text-22">
        {count(team.members.length, 'person', 'people')} in {team.name}
      </p>
      <MemberTable team={team} usage={usage} account={account} />
      {manages && (
        <Section title="Cap for everybody">
          <CapField account={account} />
        </Section>
      )}
      {manages && (
        <Section title="Invite">
          <Invitations team={team} />
        </Section>
      )}
    </>
  );
}
