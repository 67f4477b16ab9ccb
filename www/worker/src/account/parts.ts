// An account in rows: a head with what is no object, and a row for each member of each object in it.
//
// So a command writes what it changed and not the whole account, and no row nears the platform's 2 MB. Nothing here
// knows what a field means: the patch of the engine (RFC 7386) is laid on, by SQLite, whose json_patch is that very RFC.
import { isObject } from "../json.ts";

type Json = string | number | boolean | null | Json[] | JsonObject;
type JsonObject = { [key: string]: Json };

export const table = `create table if not exists parts (
  top text not null, key text not null, value text not null, primary key (top, key)
) without rowid`;

const lay = `insert into parts values (?1, ?2, json_patch('{}', ?3))
  on conflict do update set value = json_patch(value, ?3)`;

/** Lays a merge patch on what is stored; on nothing, a whole account. */
export function patch(sql: SqlStorage, changes: object): void {
  const head: JsonObject = {};
  for (const [top, change] of Object.entries(changes as JsonObject)) {
    if (!isObject(change)) {
      // What was an object and is to go takes its rows along.
      if (change === null) sql.exec("delete from parts where top = ?", top);
      head[top] = change;
      continue;
    }
    // The head keeps that there is such an object, so that an empty one is not forgotten.
    head[top] = {};
    for (const [key, value] of Object.entries(change)) {
      if (value === null) sql.exec("delete from parts where top = ? and key = ?", top, key);
      else sql.exec(lay, top, key, JSON.stringify(value));
    }
  }
  sql.exec(lay, "", "", JSON.stringify(head));
}

/** The account as it is stored, as JSON text. */
export function read(sql: SqlStorage): string {
  const account: JsonObject = {};
  // The head comes first: its top is the empty text, which sorts before every name.
  for (const row of sql.exec<{ top: string; key: string; value: string }>("select top, key, value from parts order by top, key")) {
    const value = JSON.parse(row.value) as Json;
    if (row.top === "") Object.assign(account, value);
    else (account[row.top] as JsonObject)[row.key] = value;
  }
  return JSON.stringify(account);
}
