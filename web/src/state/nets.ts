/** Nets over which units talk, as changes by path. */

import { beginning } from "../data/beginning";
import { schemaAt } from "../data/fields";
import { freeName, isMapping, type Plain, typed, valueAt } from "../data/typing";
import { draft } from "./draft.svelte";
import { change } from "./draftSteps";
import { here, remove } from "./parts";

const NETS = "blue.links";

/** The nets as they are written. */
export function netsWritten(): { path: string; name: string; joins: string[] }[] {
  const nets = valueAt(draft.plain, NETS);
  return (Array.isArray(nets) ? (nets as readonly Plain[]) : []).map((net, i) => {
    const { name, joins } = isMapping(net) ? net : {};
    return { path: `${NETS}.${i + 1}`, name: String(name ?? i + 1), joins: Array.isArray(joins) ? joins.map(String) : [] };
  });
}

/** Let two units talk over a net of their own; where they have one already that is chosen. */
export async function link(from: string, to: string): Promise<void> {
  draft.tool = null;
  if (from === to) return;
  const nets = netsWritten();
  const own = nets.find(({ joins }) => joins.length === 2 && joins.includes(from) && joins.includes(to));
  if (own) {
    draft.selected = own.path;
    return;
  }
  const { schema } = draft;
  const found = schema && schemaAt(schema, `${NETS}.1`);
  const name = freeName("net", new Set(nets.map((net) => net.name)));
  const made = { ...(schema && found ? beginning(schema, found, here()) : {}), name, joins: [from, to] };
  if (await change([{ path: `${NETS}+`, value: typed(made) }], NETS)) draft.selected = `${NETS}.${nets.length + 1}`;
}

/** Join a unit to a net that there is. */
export const join = (net: string, unit: string) => change([{ path: `${net}.joins+`, value: unit }], net);

/** Take a unit out of a net; a net of one is none. */
export async function leave(net: string, unit: string): Promise<void> {
  const joins = netsWritten().find(({ path }) => path === net)?.joins ?? [];
  const at = joins.indexOf(unit);
  if (joins.length <= 2) await remove(net);
  else if (at >= 0) await change([{ path: `${net}.joins.${at + 1}`, value: null }], net);
}
