// "May this member transfer", asked of Cedar: policies parsed beforehand and kept in its wasm, as its
// README advises for many questions. A role is a group; of the entities the one who asks is handed over.
import * as cedar from "#cedar";

const POLICIES = "bench";

export function openCedar(rules) {
  const permits = Object.entries(rules.roles).flatMap(([role, { can }]) =>
    can.map((capability) => `permit(principal in Role::"${role}", action == Action::"${capability}", resource);`),
  );
  const answer = cedar.preparsePolicySet(POLICIES, { staticPolicies: permits.join("\n") });
  if (answer.type !== "success") throw new Error(JSON.stringify(answer));
  return (members, member, capability) => {
    const principal = { type: "Member", id: member };
    const decided = cedar.statefulIsAuthorized({
      principal,
      action: { type: "Action", id: capability },
      resource: { type: "Account", id: "this" },
      context: {},
      preparsedPolicySetId: POLICIES,
      entities: [{ uid: principal, attrs: {}, parents: [{ type: "Role", id: members[member].role }] }],
    });
    if (decided.type !== "success") throw new Error(JSON.stringify(decided));
    return decided.response.decision === "allow";
  };
}
