/** Queries within one partition, over one set of items: filters, projections, functions, order, aggregates. */
import assert from "node:assert/strict";
import type { Container } from "@azure/cosmos";
import type { Case, Group, Subject } from "../suite.ts";
import { ask, refused } from "../suite.ts";

const people = [
  {
    id: "1",
    name: "Ada",
    age: 36,
    city: "Paris",
    tags: ["a", "b"],
    address: { zip: "75001" },
    active: true,
    note: null,
  },
  { id: "2", name: "Bea", age: 20, city: "Lyon", tags: ["b"], address: { zip: "69001" }, active: false },
  { id: "3", name: "Cléo", age: 20, city: "Paris", tags: [], address: {}, active: true, score: 1.5 },
  { id: "4", name: "dan", age: "20", city: "Nice_1", tags: ["c", { k: 1, z: 2 }], active: true, score: -2 },
  {
    id: "5",
    name: "Eve",
    city: "Lille",
    children: [
      { n: "x", age: 3 },
      { n: "y", age: 5 },
    ],
    active: false,
  },
];

const containers = new WeakMap<Subject, Promise<Container>>();

/** The items above in partition `p`, and a decoy that no query over `p` may return; made once per subject. */
function populated(subject: Subject): Promise<Container> {
  const known = containers.get(subject);
  if (known) return known;
  const made = (async () => {
    const c = await subject.container({
      indexingPolicy: {
        includedPaths: [{ path: "/*" }, { path: "/score/?" }],
        excludedPaths: [{ path: "/secret/*" }],
        compositeIndexes: [
          [
            { path: "/city", order: "ascending" },
            { path: "/age", order: "descending" },
          ],
        ],
      },
    });
    for (const person of people) await c.items.create({ pk: "p", secret: { s: person.id }, ...person });
    await c.items.create({ pk: "decoy", ...people[0], name: "Decoy" });
    return c;
  })();
  containers.set(subject, made);
  return made;
}

type Expectation = readonly [what: string, query: string, expected: unknown, parameters?: Record<string, unknown>];

/** `id …` stands for a query that selects the ids where a filter holds. */
const filters: Expectation[] = [
  ["equality of text", "c.name = 'Ada'", ["1"]],
  ["text is compared with its case", "c.name = 'ada'", []],
  ["a parameter", "c.name = @name", ["2"], { "@name": "Bea" }],
  ["a parameter holding quotes is only a value", "c.name = @name", [], { "@name": "' OR 1=1 --" }],
  ["equality of numbers leaves text out", "c.age = 20", ["2", "3"]],
  ["inequality leaves missing values and other types out", "c.age != 20", ["1"]],
  ["<> is inequality", "c.name <> 'Ada'", ["2", "3", "4", "5"]],
  ["less", "c.age < 36", ["2", "3"]],
  ["at most", "c.age <= 36", ["1", "2", "3"]],
  ["greater", "c.age > 20", ["1"]],
  ["at least, from the right side", "20 <= c.age", ["1", "2", "3"]],
  ["text is ordered by code point", "c.name >= 'Eve'", ["4", "5"]],
  ["AND", "c.city = 'Paris' AND c.age = 20", ["3"]],
  ["OR", "c.city = 'Lyon' OR c.age = 36", ["1", "2"]],
  ["NOT keeps undefined undefined", "NOT (c.age = 20)", ["1"]],
  ["AND binds tighter than OR", "c.id = '1' OR c.id = '2' AND c.id = '3'", ["1"]],
  ["OR is true beside undefined", "c.absent = 1 OR c.id = '5'", ["5"]],
  ["IN", "c.id IN ('2', '4', 'x')", ["2", "4"]],
  ["NOT IN", "c.id NOT IN ('2', '4')", ["1", "3", "5"]],
  ["IN with parameters", "c.id IN (@a, @b)", ["1", "5"], { "@a": "5", "@b": "1" }],
  ["BETWEEN", "c.age BETWEEN 20 AND 30", ["2", "3"]],
  ["IS_DEFINED", "IS_DEFINED(c.score)", ["3", "4"]],
  ["NOT IS_DEFINED", "NOT IS_DEFINED(c.age)", ["5"]],
  ["IS_NULL", "IS_NULL(c.note)", ["1"]],
  ["= null", "c.note = null", ["1"]],
  ["booleans", "c.active", ["1", "3", "4"]],
  ["= false", "c.active = false", ["2", "5"]],
  ["IS_STRING and IS_NUMBER", "IS_STRING(c.age) OR IS_NUMBER(c.score)", ["3", "4"]],
  ["nested properties", "c.address.zip = '75001'", ["1"]],
  ["nested properties in brackets", "c['address']['zip'] = '69001'", ["2"]],
  ["elements of arrays", "c.tags[0] = 'b'", ["2"]],
  ["STARTSWITH", "STARTSWITH(c.city, 'L')", ["2", "5"]],
  ["STARTSWITH that ignores case", "STARTSWITH(c.city, 'l', true)", ["2", "5"]],
  ["STARTSWITH of the empty text", "STARTSWITH(c.city, '')", ["1", "2", "3", "4", "5"]],
  ["CONTAINS", "CONTAINS(c.city, 'i')", ["1", "3", "4", "5"]],
  ["ENDSWITH", "ENDSWITH(c.name, 'e')", ["5"]],
  ["ARRAY_CONTAINS", "ARRAY_CONTAINS(c.tags, 'b')", ["1", "2"]],
  ["ARRAY_CONTAINS of a whole object", "ARRAY_CONTAINS(c.tags, {k: 1})", []],
  ["ARRAY_CONTAINS of a part of an object", "ARRAY_CONTAINS(c.tags, {k: 1}, true)", ["4"]],
  ["equality of arrays", "c.tags = ['b']", ["2"]],
  ["equality of objects, whatever their order", "c.tags[1] = {z: 2, k: 1}", ["4"]],
  ["LIKE with %", "c.city LIKE 'L%'", ["2", "5"]],
  ["LIKE with _", "c.name LIKE '_e_'", ["2"]],
  ["LIKE with ESCAPE", "c.city LIKE '%!_%' ESCAPE '!'", ["4"]],
  ["LIKE with a set", "c.name LIKE '[AB]%'", ["1", "2"]],
  ["NOT LIKE", "c.city NOT LIKE '%i%'", ["2"]],
  ["dots in LIKE are only dots", "c.name LIKE 'A.a'", []],
  ["arithmetic", "c.age * 2 - 4 = 36", ["2", "3"]],
  ["concatenation", "c.name || '!' = 'Ada!'", ["1"]],
  ["LOWER and LENGTH", "LOWER(c.name) = 'eve' AND LENGTH(c.name) = 3", ["5"]],
  ["coalescing", "(c.age ?? 0) = 0", ["5"]],
  ["conditional", "(c.active ? c.city : 'none') = 'none'", ["2", "5"]],
  ["EXISTS", "EXISTS(SELECT VALUE k FROM k IN c.children WHERE k.age > 4)", ["5"]],
  ["a path that the index leaves out is read from the items", "c.secret.s = '3'", ["3"]],
  ["a constant that is false", "1 = 2", []],
];

const selections: Expectation[] = [
  [
    "a projection leaves missing properties out",
    "SELECT c.id, c.score FROM c WHERE c.id IN ('2','3')",
    [{ id: "2" }, { id: "3", score: 1.5 }],
  ],
  ["aliases", "SELECT c.name AS who, c.address.zip FROM c WHERE c.id = '1'", [{ who: "Ada", zip: "75001" }]],
  ["VALUE leaves missing values out", "SELECT VALUE c.score FROM c", [1.5, -2]],
  [
    "objects and arrays can be made",
    "SELECT VALUE {n: c.name, l: [c.age, c.absent]} FROM c WHERE c.id = '2'",
    [{ n: "Bea", l: [20] }],
  ],
  [
    "expressions without a name are numbered",
    "SELECT c.age + 1, UPPER(c.name) FROM c WHERE c.id = '2'",
    [{ $1: 21, $2: "BEA" }],
  ],
  ["a query without FROM gives one row", "SELECT VALUE 1 + 1", [2]],
  ["ORDER BY ascending", "SELECT VALUE c.name FROM c ORDER BY c.name", ["Ada", "Bea", "Cléo", "Eve", "dan"]],
  ["ORDER BY descending", "SELECT VALUE c.id FROM c WHERE IS_NUMBER(c.age) ORDER BY c.age DESC", ["1", "3", "2"]],
  [
    "ORDER BY over types: number before text, items without the property left out",
    "SELECT VALUE c.id FROM c ORDER BY c.age",
    ["2", "3", "1", "4"],
  ],
  [
    "ORDER BY of a path that the policy names also returns items without it",
    "SELECT VALUE c.id FROM c ORDER BY c.score",
    ["1", "2", "5", "4", "3"],
  ],
  [
    "ORDER BY two properties with their composite index",
    "SELECT c.city, c.age FROM c WHERE c.city = 'Paris' ORDER BY c.city, c.age DESC",
    [
      { city: "Paris", age: 36 },
      { city: "Paris", age: 20 },
    ],
  ],
  [
    "and with all its directions reversed",
    "SELECT VALUE c.id FROM c WHERE c.city = 'Paris' ORDER BY c.city DESC, c.age ASC",
    ["3", "1"],
  ],
  ["TOP", "SELECT TOP 2 VALUE c.id FROM c ORDER BY c.name", ["1", "2"]],
  ["TOP with a parameter", "SELECT TOP @n VALUE c.id FROM c ORDER BY c.name", ["1"], { "@n": 1 }],
  ["OFFSET LIMIT", "SELECT VALUE c.id FROM c ORDER BY c.name OFFSET 1 LIMIT 2", ["2", "3"]],
  ["OFFSET beyond the end", "SELECT VALUE c.id FROM c OFFSET 10 LIMIT 2", []],
  ["DISTINCT", "SELECT DISTINCT VALUE c.city FROM c", ["Paris", "Lyon", "Nice_1", "Lille"]],
  [
    "DISTINCT of objects",
    "SELECT DISTINCT c.city, c.active FROM c WHERE c.city = 'Paris'",
    [{ city: "Paris", active: true }],
  ],
  ["COUNT counts what is defined", "SELECT VALUE COUNT(c.age) FROM c", [4]],
  ["COUNT of nothing is 0", "SELECT VALUE COUNT(1) FROM c WHERE c.id = 'x'", [0]],
  [
    "SUM, AVG, MIN and MAX",
    "SELECT SUM(c.score) AS s, AVG(c.score) AS a, MIN(c.name) AS lo, MAX(c.name) AS hi FROM c",
    [{ s: -0.5, a: -0.25, lo: "Ada", hi: "dan" }],
  ],
  ["SUM with text among the numbers is undefined", "SELECT VALUE SUM(c.age) FROM c", []],
  ["MAX over types takes the highest type", "SELECT VALUE MAX(c.age) FROM c", ["20"]],
  [
    "GROUP BY",
    "SELECT c.city, COUNT(1) AS n FROM c GROUP BY c.city",
    [
      { city: "Paris", n: 2 },
      { city: "Lyon", n: 1 },
      { city: "Nice_1", n: 1 },
      { city: "Lille", n: 1 },
    ],
  ],
  [
    "GROUP BY keeps the group of missing values",
    "SELECT c.age, COUNT(1) AS n FROM c WHERE c.id IN ('4', '5') GROUP BY c.age",
    [{ age: "20", n: 1 }, { n: 1 }],
  ],
  [
    "JOIN",
    "SELECT c.id, k.n FROM c JOIN k IN c.children",
    [
      { id: "5", n: "x" },
      { id: "5", n: "y" },
    ],
  ],
  [
    "two JOINs multiply",
    "SELECT VALUE a || b FROM c JOIN a IN c.tags JOIN b IN c.tags WHERE c.id = '1'",
    ["aa", "ab", "ba", "bb"],
  ],
  [
    "JOIN with a subquery",
    "SELECT VALUE k.n FROM c JOIN k IN (SELECT VALUE t FROM t IN c.children WHERE t.age > 4)",
    ["y"],
  ],
  ["FROM over elements", "SELECT VALUE t.age FROM t IN c.children", [3, 5]],
  ["FROM over a path", "SELECT VALUE a.zip FROM c.address a", ["75001", "69001"]],
  [
    "ARRAY of a subquery",
    "SELECT VALUE ARRAY(SELECT VALUE t FROM t IN c.tags WHERE t != 'a') FROM c WHERE c.id = '1'",
    [["b"]],
  ],
  ["a scalar subquery", "SELECT VALUE (SELECT VALUE COUNT(1) FROM k IN c.children) FROM c WHERE c.id = '5'", [2]],
  ["system properties can be queried", "SELECT VALUE IS_NUMBER(c._ts) FROM c WHERE c.id = '1'", [true]],
  ["comments are skipped", "SELECT /* which */ VALUE c.id FROM c -- all\nWHERE c.id = '1'", ["1"]],
];

const functions: Expectation[] = [
  [
    "text functions",
    "SELECT VALUE [SUBSTRING('abcdef', 1, 3), LEFT('abc', 2), RIGHT('abc', 2), REPLACE('aXbX', 'X', '.'), REVERSE('abc'), TRIM('  a '), INDEX_OF('abc', 'c'), CONCAT('a', 'b', 'c'), REPLICATE('ab', 2)]",
    [["bcd", "ab", "bc", "a.b.", "cba", "a", 2, "abc", "abab"]],
  ],
  [
    "numeric functions",
    "SELECT VALUE [ABS(-1), CEILING(1.2), FLOOR(-1.2), ROUND(2.5), ROUND(-2.5), TRUNC(-1.7), SQRT(9), POWER(2, 10), SIGN(-3)]",
    [[1, 2, -2, 3, -3, -1, 3, 1024, -1]],
  ],
  [
    "array functions",
    "SELECT VALUE [ARRAY_LENGTH([1,2]), ARRAY_SLICE([1,2,3], 1, 1), ARRAY_CONCAT([1],[2]), ARRAY_CONTAINS_ANY([1,2], 2, 9), ARRAY_CONTAINS_ALL([1,2], 2, 9), SETINTERSECT([1,2,2],[2,3]), SETUNION([1],[1,2])]",
    [[2, [2], [1, 2], true, false, [2], [1, 2]]],
  ],
  [
    "conversions",
    "SELECT VALUE [TOSTRING(1.5), TOSTRING(true), STRINGTONUMBER('12'), STRINGTOBOOLEAN('true'), STRINGTOARRAY('[1]')]",
    [["1.5", "true", 12, true, [1]]],
  ],
  ["a division by zero is undefined", "SELECT VALUE [1 / 0, 1 % 0, SQRT(-1), 1]", [[1]]],
  ["functions of a wrong type are undefined", "SELECT VALUE [LOWER(1), ABS('1'), ARRAY_LENGTH('x'), 1]", [[1]]],
  ["REGEXMATCH", "SELECT VALUE [REGEXMATCH('Abc', '^a'), REGEXMATCH('Abc', '^a', 'i')]", [[false, true]]],
  [
    "type checks",
    "SELECT VALUE [IS_ARRAY([]), IS_OBJECT({}), IS_BOOL(1), IS_PRIMITIVE('x'), IS_INTEGER(1.5), IS_NULL(undefined)]",
    [[true, true, false, true, false, false]],
  ],
];

function expectation([what, query, expected, parameters = {}]: Expectation, wrap: (text: string) => string): Case {
  return {
    name: `${what}: ${query.slice(0, 70)}`,
    run: async (subject) => {
      const results = await ask(await populated(subject), wrap(query), { in: "p", parameters });
      // A filter promises no order.
      assert.deepEqual(wrap(query) === query ? results : [...results].sort(), expected);
    },
  };
}

const cases: Case[] = [
  ...filters.map((one) => expectation(one, (filter) => `SELECT VALUE c.id FROM c WHERE ${filter}`)),
  ...selections.map((one) => expectation(one, (query) => query)),
  ...functions.map((one) => expectation(one, (query) => query)),
  {
    name: "a query of one partition never returns another's items, whatever its filter",
    run: async (subject) => {
      const c = await populated(subject);
      for (const filter of ["true", "c.name = 'Decoy'", "c.pk = 'decoy'", "c.id = '1'", "c.name LIKE '%'"]) {
        const found = await ask<{ pk: string }>(c, `SELECT c.pk FROM c WHERE ${filter}`, { in: "p" });
        assert.ok(
          found.every((one) => one.pk === "p"),
          filter,
        );
      }
      assert.deepEqual(await ask(c, "SELECT VALUE COUNT(1) FROM c", { in: "p" }), [people.length]);
      const all = await c.items.readAll({ partitionKey: "decoy" }).fetchAll();
      assert.equal(all.resources.length, 1);
    },
  },
  {
    name: "ORDER BY of a path that the index leaves out is refused",
    run: async (subject) => {
      await refused(ask(await populated(subject), "SELECT * FROM c ORDER BY c.secret.s", { in: "p" }), 400);
    },
  },
  {
    name: "ORDER BY of two properties without their composite index is refused",
    run: async (subject) => {
      const c = await populated(subject);
      await refused(ask(c, "SELECT * FROM c ORDER BY c.city, c.age", { in: "p" }), 400);
      await refused(ask(c, "SELECT * FROM c ORDER BY c.age DESC, c.city", { in: "p" }), 400);
    },
  },
];

export const queries: Group = { name: "queries", cases };
