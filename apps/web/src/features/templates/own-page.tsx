import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import type { Template, TemplatePost } from '../../shared/api/types.ts';
import { Page } from '../../shared/ui/page.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { OwnForm } from './own-form.tsx';
import { templatesChanged, useTemplate } from './queries.ts';

const EMPTY: TemplatePost = {
  name: '',
  category: 'articles',
  shape: 'beats',
  words: 100,
  length_from: null,
  purpose: '',
  inputs: [
    {
      id: 'topic',
      label: 'What is it about?',
      kind: 'line',
      placeholder: 'One narrow subject',
      limit: 160,
      optional: false,
      example: 'an example that shows how much to write',
    },
  ],
  prompt: '',
  tips: ['Make the subject narrower.', 'Give one fact that only you know.'],
  sample: null,
};

const postOf = ({
  name,
  category,
  shape,
  words,
  length_from,
  purpose,
  inputs,
  prompt,
  tips,
}: Template): TemplatePost => ({
  name,
  category,
  shape,
  words,
  length_from,
  purpose,
  inputs,
  prompt,
  tips: [tips[0] ?? '', tips[1] ?? ''],
  // It was written for the examples and prompt of before.
  sample: null,
});

/** A new template of the workspace: from nothing, or as a copy of another one. */
export function NewTemplatePage() {
  const { from } = useSearch({ from: '/templates/new' });
  return from === undefined ? <Make start={EMPTY} /> : <CopyOf template={from} />;
}

function CopyOf({ template }: { readonly template: string }) {
  const query = useTemplate(template);
  return (
    <Await query={query} label="Opening the template" failed="This template could not be opened.">
      {(data) => <Make start={{ ...postOf(data), name: `${data.name}, our way`.slice(0, 60) }} />}
    </Await>
  );
}

function Make({ start }: { readonly start: TemplatePost }) {
  const navigate = useNavigate();
  // Made when the form opens, so that a double click makes one template.
  const [key] = useState(newKey);
  const save = async (post: TemplatePost) => {
    const { template } = await app.templates.create(post, { idempotency_key: key });
    await templatesChanged(null);
    await navigate({ to: '/templates/$template', params: { template } });
  };
  return (
    <Page title="New template">
      <OwnForm start={start} act="Make template" save={save} remove={null} />
    </Page>
  );
}

export function EditTemplatePage() {
  const { template } = useParams({ from: '/templates/$template/edit' });
  const query = useTemplate(template);
  return (
    <Await query={query} label="Opening the template" failed="This template could not be opened.">
      {(data) =>
        data.may_edit ? (
          <Edit template={data} />
        ) : (
          <Page title={data.name}>
            <p>Its author, admins and owners may change this template.</p>
          </Page>
        )
      }
    </Await>
  );
}

function Edit({ template }: { readonly template: Template }) {
  const navigate = useNavigate();
  const { template: id } = template;
  const save = async (post: TemplatePost) => {
    await app.templates.edit(id, post);
    await templatesChanged(id);
    await navigate({ to: '/templates/$template', params: { template: id } });
  };
  const remove = async () => {
    try {
      await app.templates.remove(id);
    } catch (cause) {
      if (!(cause instanceof InkwellError && cause.status === 404)) throw cause;
    }
    await templatesChanged(null);
    await navigate({ to: '/templates' });
  };
  return (
    <Page title={`Edit ${template.name}`}>
      <OwnForm start={postOf(template)} act="Save template" save={save} remove={remove} />
    </Page>
  );
}
