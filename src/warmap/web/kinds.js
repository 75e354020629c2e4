// @ts-check
// The kinds and roles of places, in the order in which readers meet them.

export const KINDS = ["country", "region", "district", "city", "town", "village", "sea", "river", "site", "other"];
export const ROLES = ["literal", "government", "associative"];
