/** Every route, tried by the people and the key of one workspace with the ids of another. */

/** The ids of one workspace's things. */
export interface Things {
  account: string;
  member: string;
  other_member: string;
  mail: string;
  document: string;
  version: string;
  voice: string;
  template: string;
  run: string;
  output: string;
  /** An output that a program charged. */
  charged: string;
  hold: string;
  grant: string;
  key: string;
  invitation: string;
  session: string;
  webhook: string;
  delivery: string;
}

export interface Attempt {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  /** It asks for what the caller may have: any answer will do that holds nothing of the other workspace. */
  is_own?: true;
  /** What anybody is answered, where that is not `is_own` and the route is public. */
  status?: number;
  /** Not even whoever owns the things finds what is asked for. */
  owner_status?: 404;
}

const PASSWORD = 'a long enough password';
const OWN: Attempt = { is_own: true };
const TEMPLATE_BODY = {
  name: 'Taken over',
  category: 'product',
  shape: 'beats',
  words: 40,
  purpose: 'Says what a plant needs.',
  inputs: [
    {
      id: 'plant',
      label: 'Which plant?',
      kind: 'line',
      placeholder: 'Its name',
      limit: 60,
      optional: false,
      example: 'a fern',
    },
  ],
  prompt: 'Write the card that goes into the parcel with the plant.',
  tips: ['Name one plant only.', 'Say where it will stand.'],
};

/** Nobody listens there. */
export const NOWHERE = { url: 'http://127.0.0.1:9/' };

/** A workspace's webhook is none of the instance's, not even for its operator. */
const ofInstance = ({ webhook, delivery }: Things): Record<string, Attempt[]> => {
  const tried = (params: Record<string, string>, body?: unknown): Attempt[] => [
    { params, owner_status: 404, ...(body === undefined ? {} : { body }) },
  ];
  return {
    getInstanceWebhook: tried({ webhook }),
    patchInstanceWebhook: tried({ webhook }, { description: 'Taken' }),
    deleteInstanceWebhook: tried({ webhook }),
    rotateInstanceWebhookSecret: tried({ webhook }, {}),
    testInstanceWebhook: tried({ webhook }, {}),
    listInstanceDeliveries: tried({ webhook }),
    getInstanceDelivery: tried({ webhook, delivery }),
    replayInstanceDelivery: tried({ webhook, delivery }, {}),
    replayInstanceDead: tried({ webhook }, {}),
  };
};

/** The published contract. `a` is tried, `b` belongs to whoever tries. */
export const contractAttempts = (a: Things, b: Things): Record<string, Attempt[]> => {
  const { account } = a;
  const on = (body?: unknown, query?: Record<string, string>): Attempt[] => [
    { params: { account }, ...(body === undefined ? {} : { body }), ...(query ? { query } : {}) },
  ];
  /** A thing of A's: under A's account, and under the caller's own. */
  const thing = (params: Record<string, string>, body?: unknown): Attempt[] =>
    [account, b.account].map((of) => ({
      params: { account: of, ...params },
      ...(body === undefined ? {} : { body }),
    }));
  const charge = { output: 'of-tenants', member: a.member, source: 'api', words: 1 };
  const operations = [
    { method: 'GET', path: `/v1/accounts/${account}/balance` },
    { method: 'GET', path: `/v1/accounts/${account}/outputs/${a.output}` },
    { method: 'POST', path: `/v1/accounts/${account}/charges`, body: charge },
    { method: 'POST', path: `/v1/accounts/${account}/holds/${a.hold}/release`, body: {} },
    {
      method: 'PUT',
      path: `/v1/accounts/${account}/outputs/${a.output}/vote`,
      body: { vote: 'down', member: a.member },
    },
  ];
  return {
    listPlans: [OWN],
    putAccount: on({ plan: 'pro' }),
    getAccount: on(),
    patchAccount: on({ default_member_cap: 1 }),
    getBalance: on(),
    editPlan: [...on({ plan: 'team' }), ...on({ plan: 'team', preview: true })],
    withdrawPlanEdit: [{ params: { account } }],
    pauseAccount: on({}),
    resumeAccount: on({}),
    cancelAccount: on({}),
    withdrawCancel: on(),
    convertTrial: [{ params: { account }, body: {} }],
    listMembers: on(),
    putMember: [
      { params: { account, member: a.member }, body: { cap: 1 } },
      { params: { account: b.account, member: a.member }, body: { cap: 1 }, is_own: true },
    ],
    deleteMember: [
      { params: { account, member: a.member } },
      { params: { account: b.account, member: a.member }, is_own: true },
    ],
    awardGrant: on({ credits: 5, reason: 'Taken' }),
    listGrants: on(),
    revokeGrant: thing({ grant: a.grant }, { reason: 'Taken' }),
    createHold: on({ credits: 1, member: a.member }),
    extendHold: thing({ hold: a.hold }, { credits: 1 }),
    settleHold: thing({ hold: a.hold }, { output: 'of-tenants', words: 1 }),
    releaseHold: thing({ hold: a.hold }, {}),
    createCharge: on(charge),
    getOutput: [...thing({ output: a.output }), ...thing({ output: a.charged })],
    voteOutput: thing({ output: a.output }, { vote: 'down', member: a.member }),
    getUsage: [
      ...on(undefined, { group_by: 'member' }),
      { params: { account: b.account }, query: { group_by: 'member' }, is_own: true },
    ],
    getDailyUsage: on(),
    listCycles: on(),
    listEntries: on(),
    explainHold: on(undefined, { credits: '1', member: a.member }),
    streamEvents: on(),
    verifyAccount: on({}),
    countWords: [{ body: { text: 'one two' }, is_own: true }],
    runBatch: [{ body: { operations }, is_own: true }],
    createClock: [{ body: { now: '2027-01-01T00:00:00Z' } }],
    advanceClock: [
      { params: { clock: 'clock_none' }, body: { to: '2027-01-02T00:00:00Z' }, owner_status: 404 },
    ],
    listAccounts: [{}],
    exportAccount: on(),
    importAccount: on(),
    takeBackup: [{}],
    createKey: on({ name: 'Taken' }),
    listKeys: on(),
    revokeKey: thing({ key: a.key }),
    createWebhook: on(NOWHERE),
    listWebhooks: on(),
    getWebhook: thing({ webhook: a.webhook }),
    patchWebhook: thing({ webhook: a.webhook }, { description: 'Taken', url: NOWHERE.url }),
    deleteWebhook: thing({ webhook: a.webhook }),
    rotateWebhookSecret: thing({ webhook: a.webhook }, {}),
    testWebhook: thing({ webhook: a.webhook }, {}),
    listDeliveries: thing({ webhook: a.webhook }),
    getDelivery: thing({ webhook: a.webhook, delivery: a.delivery }),
    replayDelivery: thing({ webhook: a.webhook, delivery: a.delivery }, {}),
    replayDead: thing({ webhook: a.webhook }, {}),
    createInstanceWebhook: [{ body: NOWHERE }],
    listInstanceWebhooks: [{}],
    ...ofInstance(a),
    listKeyRequests: thing({ key: a.key }),
    listKeyRefusals: [...on(), { params: { account: b.account }, query: { key: a.key }, is_own: true }],
    getHealth: [OWN],
    getReadiness: [OWN],
    getMetrics: [OWN],
  };
};

/** The gateway, where an account stands in a header. */
export const gatewayAttempts = (a: Things): Record<string, Attempt[]> => {
  const body = { model: 'default', messages: [{ role: 'user', content: 'headline about tea' }] };
  return {
    createChatCompletion: [
      { body, headers: { 'x-inkwell-account': a.account } },
      { body, is_own: true },
    ],
    listModels: [OWN],
    getModel: [{ params: { model: 'default' }, is_own: true }],
  };
};

/** Documents, runs, templates and payments of the app. */
export const workAttempts = (a: Things, b: Things): Record<string, Attempt[]> => {
  const document = { document: a.document };
  const version = (of: string) => ({ document: of, version: a.version });
  const { output, run, template } = a;
  const write = { kind: 'command', input: 'write a line', length: 's' };
  return {
    startRun: [
      { body: { ...write, document: a.document } },
      { body: { kind: 'template', template, inputs: { plant: 'a fern' } } },
      { body: { ...write, retry_of: output } },
    ],
    stopRun: [
      { params: { run }, body: {} },
      { params: { run }, body: { output } },
      { params: { run: b.run }, body: { output } },
    ],
    listRuns: [
      OWN,
      ...[{ output }, { member: a.member }, { template }, { q: 'heliotrope' }].map((query) => ({
        query,
        is_own: true as const,
      })),
    ],
    listHistory: [
      OWN,
      ...[
        { output },
        { output: a.charged },
        { member: a.member },
        { template },
        { q: 'heliotrope' },
        { kind: 'api' },
        { key: a.key },
      ].map((query) => ({ query, is_own: true as const })),
    ],
    getRun: [{ params: { run } }],
    vote: [output, a.charged].map((one) => ({
      params: { output: one },
      body: { vote: 'down', reason: 'Taken', share_text: true },
    })),
    recountOutput: [{ params: { output } }],
    listNames: [OWN],
    listDocuments: [
      OWN,
      { query: { q: 'heliotrope' }, is_own: true },
      { query: { trash: 'true' }, is_own: true },
    ],
    createDocument: [{ body: { title: 'Own', brief: { voice: a.voice } }, is_own: true }],
    getDocument: [{ params: document }],
    saveDocument: [{ params: document, body: { revision: 1, title: 'Taken' } }],
    trashDocument: [{ params: document }],
    restoreDocument: [{ params: document }],
    exportDocument: ['md', 'html', 'docx'].map((format) => ({ params: document, query: { format } })),
    listVersions: [{ params: document }],
    keepVersion: [{ params: document }],
    getVersion: [{ params: version(a.document) }, { params: version(b.document) }],
    restoreVersion: [
      { params: version(a.document), body: { revision: 1 } },
      { params: version(b.document), body: { revision: 1 } },
    ],
    listVoices: [OWN],
    createVoice: [{ body: { name: 'Own', description: 'Plain.' }, is_own: true }],
    deleteVoice: [{ params: { voice: a.voice } }],
    getSeen: [{ params: { output } }],
    getBilling: [OWN],
    listInvoices: [OWN],
    startCheckout: [{ body: { plan: 'pro' }, is_own: true }],
    openPortal: [{ body: {}, is_own: true }],
    buyPack: [{ body: { pack: 'words-5000', price_cents: 1000 }, is_own: true }],
    editPaidPlan: [{ body: { plan: 'team', price_due_cents: 0 }, is_own: true }],
    listTemplates: [OWN],
    createTemplate: [{ body: TEMPLATE_BODY, is_own: true }],
    getTemplate: [{ params: { template } }],
    editTemplate: [{ params: { template }, body: TEMPLATE_BODY }],
    deleteTemplate: [{ params: { template } }],
    favourTemplate: [{ params: { template } }],
    unfavourTemplate: [{ params: { template } }],
    listSaved: [{ query: { template }, is_own: true }],
    saveOutput: [{ params: { output } }],
    unsaveOutput: [{ params: { output } }],
  };
};

/** People, workspaces, staff, earning. */
export const peopleAttempts = (a: Things, b: Things): Record<string, Attempt[]> => {
  const workspace = { workspace: a.account };
  /** A's member: in A's workspace, and as if in the caller's own. */
  const member = [a.account, b.account].map((of) => ({ workspace: of, member: a.other_member }));
  const staff_account = { account: a.account };
  const reason = 'A reason that is long enough';
  // An id is no token: what stands in an address opens nothing.
  const token = a.invitation;
  return {
    getSession: [OWN],
    createSession: [{ body: { token }, status: 401 }],
    deleteSession: [{ is_own: true }],
    getDoor: [OWN],
    signUp: [
      {
        body: { name: 'Eve', mail: 'eve-of-tenants@example.com', password: PASSWORD, invitation: token },
        status: 404,
      },
      { body: { name: 'Eve', mail: a.mail, password: PASSWORD }, status: 409 },
    ],
    signIn: [{ body: { mail: a.mail, password: 'not the password' }, status: 401 }],
    enterDemo: [{ body: { member: a.member }, status: 403 }],
    askReset: [{ body: { mail: 'nobody-of-tenants@example.com' }, is_own: true }],
    resetPassword: [{ body: { token, password: PASSWORD }, status: 404 }],
    seeInvitation: [{ body: { token }, status: 404 }],
    acceptInvitation: [{ body: { token }, owner_status: 404 }],
    getMe: [OWN],
    patchMe: [{ body: { mail: a.mail }, is_own: true }],
    confirmMail: [{ body: { token }, status: 404 }],
    confirmMailByCode: [{ body: { code: '000000' }, is_own: true }],
    sendMailProof: [{ is_own: true }],
    confirmMailByHand: [{ body: { member: a.member, mail: a.mail } }],
    stopNotices: [{ params: { token }, status: 404 }],
    putPassword: [{ body: { current: 'not the password', password: PASSWORD }, is_own: true }],
    listSessions: [OWN],
    endOtherSessions: [OWN],
    // What is over and what is somebody else's answer the same.
    endSession: [{ params: { session: a.session }, is_own: true }],
    createWorkspace: [{ body: { name: 'Another', ref: a.account }, is_own: true }],
    openWorkspace: [{ params: workspace }],
    patchWorkspace: [{ params: workspace, body: { name: 'Heliotrope House' } }],
    deleteWorkspace: [{ params: workspace, body: { name: 'Heliotrope House' } }],
    leaveWorkspace: [{ params: workspace }],
    transferWorkspace: [
      { params: workspace, body: { member: b.member }, owner_status: 404 },
      { params: { workspace: b.account }, body: { member: a.other_member } },
    ],
    getTeam: [{ params: workspace }],
    exportWorkspace: ['md', 'json'].map((documents) => ({ params: workspace, query: { documents } })),
    exportMe: [OWN],
    patchTeamMember: member.map((params) => ({ params, body: { role: 'admin' } })),
    removeTeamMember: member.map((params) => ({ params })),
    createInvitation: [{ params: workspace, body: { role: 'admin' } }],
    withdrawInvitation: [
      { params: { ...workspace, invitation: a.invitation } },
      { params: { workspace: b.account, invitation: a.invitation } },
    ],
    listResets: [{}],
    createResetLink: [{ body: { mail: a.mail } }],
    addStaff: [{ params: { member: a.member } }],
    removeStaff: [{ params: { member: a.member } }],
    findWorkspaces: [{ query: { q: 'Heliotrope' } }],
    getStaffWorkspace: [{ params: staff_account }],
    award: [{ params: staff_account, body: { credits: 5, reason } }],
    revokeAward: [{ params: { ...staff_account, grant: a.grant }, body: { reason } }],
    listStaffActs: [{ query: { account: a.account } }],
    getFeedback: [{}],
    getInstanceHealth: [{}],
    getEarn: [OWN],
    usePromo: [{ body: { code: 'HELIO-NONE' }, is_own: true }],
    listPromos: [{}],
    createPromo: [{ body: { code: 'TENANTS', credits: 5 } }],
    closePromo: [{ params: { code: 'TENANTS' } }],
    listReferrals: [{}],
    approveReferral: [{ params: staff_account, body: {}, owner_status: 404 }],
    declineReferral: [{ params: staff_account, body: {}, owner_status: 404 }],
  };
};
