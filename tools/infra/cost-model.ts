/**
 * What a month costs, from what a journey uses: request units, executions (billed for a second at least), queue, blob and key
 * operations. Inputs and their sources are in infra/cost.json; the table in docs/ops.md is written from it.
 */

export type CostInputs = {
  readonly prices: Readonly<
    Record<
      | "millionRequestUnits"
      | "autoscaleHourPer100"
      | "databaseGbMonth"
      | "millionExecutions"
      | "gbSecond"
      | "readyGbSecond"
      | "queueOperationsPer10k"
      | "blobOperationsPer10k"
      | "vaultOperationsPer10k"
      | "mail"
      | "logGb"
      | "privateEndpointMonth"
      | "alertRulesMonth",
      number
    >
  >;
  readonly journey: Readonly<
    Record<
      | "requestUnits"
      | "executions"
      | "billedSeconds"
      | "queueOperations"
      | "blobOperations"
      | "vaultOperations"
      | "mails"
      | "logKb",
      number
    >
  >;
  readonly idle: { readonly executionsMonth: number; readonly requestUnitsMonth: number };
  readonly deployment: {
    readonly memoryGb: number;
    readonly readyInstances: number;
    readonly privateEndpoints: number;
    readonly databaseRegions: number;
  };
  /** Per member: journeys a month, stored kilobytes; and how far the busiest second is above the mean. */
  readonly members: { readonly journeysMonth: number; readonly kilobytes: number; readonly peakToMean: number };
  readonly sizes: readonly number[];
};

const hoursInMonth = 730;
const secondsInMonth = hoursInMonth * 3600;
const billingFloorSeconds = 1;

export type MonthlyCost = {
  readonly members: number;
  readonly journeys: number;
  readonly peakRequestUnits: number;
  readonly peakQueueOperations: number;
  readonly peakVaultOperations: number;
  readonly capacity: "serverless" | "autoscale";
  readonly database: number;
  readonly functions: number;
  readonly rest: number;
  readonly fixed: number;
  readonly total: number;
  readonly perThousandJourneys: number;
};

/** Autoscale is paid per hour for the highest use of that hour, and never for less than a tenth of the maximum. */
const autoscaleMonth = (peak: number, mean: number, price: number, regions: number) => {
  const maximum = Math.max(1000, Math.ceil(peak / 1000) * 1000);
  const paid = Math.max(maximum / 10, Math.min(maximum, mean * 3));
  return (paid / 100) * price * hoursInMonth * regions;
};

/** Monthly cost in euro for a number of members. */
export const monthlyCost = (
  members: number,
  { prices, journey, idle, deployment, members: habits }: CostInputs,
): MonthlyCost => {
  const journeys = members * habits.journeysMonth;
  const requestUnits = journeys * journey.requestUnits + idle.requestUnitsMonth;
  const perSecond = (perJourney: number) => (journeys * perJourney * habits.peakToMean) / secondsInMonth;
  const peakRequestUnits = perSecond(journey.requestUnits);
  const storage = ((members * habits.kilobytes) / 1_000_000) * prices.databaseGbMonth * deployment.databaseRegions;
  const serverless = (requestUnits / 1_000_000) * prices.millionRequestUnits;
  const autoscale = autoscaleMonth(
    peakRequestUnits,
    requestUnits / secondsInMonth,
    prices.autoscaleHourPer100,
    deployment.databaseRegions,
  );
  // Serverless is one region, and a container of it takes 5,000 request units a second at first.
  const capacity =
    serverless <= autoscale && peakRequestUnits <= 5000 && deployment.databaseRegions === 1
      ? "serverless"
      : "autoscale";
  const database = (capacity === "serverless" ? serverless : autoscale) + storage;

  const executions = journeys * journey.executions + idle.executionsMonth;
  const seconds =
    journeys * journey.executions * Math.max(billingFloorSeconds, journey.billedSeconds) +
    idle.executionsMonth * billingFloorSeconds;
  const functions =
    (executions / 1_000_000) * prices.millionExecutions + seconds * deployment.memoryGb * prices.gbSecond;
  const ready = deployment.readyInstances * deployment.memoryGb * secondsInMonth * prices.readyGbSecond;

  const rest =
    journeys *
    ((journey.queueOperations * prices.queueOperationsPer10k +
      journey.blobOperations * prices.blobOperationsPer10k +
      journey.vaultOperations * prices.vaultOperationsPer10k) /
      10_000 +
      journey.mails * prices.mail +
      (journey.logKb / 1_000_000) * prices.logGb);
  const fixed = ready + deployment.privateEndpoints * prices.privateEndpointMonth + prices.alertRulesMonth;
  const total = database + functions + rest + fixed;
  return {
    members,
    journeys,
    peakRequestUnits,
    peakQueueOperations: perSecond(journey.queueOperations),
    peakVaultOperations: perSecond(journey.vaultOperations),
    capacity,
    database,
    functions,
    rest,
    fixed,
    total,
    perThousandJourneys: ((total - fixed) / journeys) * 1000,
  };
};

const euro = (value: number) => (value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString("en"));
const whole = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en"));

/** The table of docs/ops.md. */
export const costTable = (inputs: CostInputs): string => {
  const rows = inputs.sizes
    .map((size) => monthlyCost(size, inputs))
    .map((cost) =>
      [
        cost.members.toLocaleString("en"),
        whole(cost.journeys),
        `${whole(cost.peakRequestUnits)} RU/s, ${cost.capacity}`,
        whole(cost.peakQueueOperations),
        whole(cost.peakVaultOperations),
        euro(cost.database),
        euro(cost.functions),
        euro(cost.rest),
        euro(cost.fixed),
        `**${euro(cost.total)}**`,
        euro(cost.perThousandJourneys),
      ].join(" | "),
    );
  return [
    "| members | journeys a month | database at peak | queue operations/s at peak | key operations/s at peak | database € | functions € | queues, blobs, keys, mail, logs € | fixed € | month € | per 1,000 journeys € |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
};

const start = "<!-- cost table: written by npm run infra -- --write -->";
const end = "<!-- end of cost table -->";

/** The page with its table replaced. @throws Error when the page has no place for it. */
export const withCostTable = (page: string, inputs: CostInputs): string => {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error("docs/ops.md has no place for the cost table");
  return `${page.slice(0, from)}${start}\n${costTable(inputs)}\n${page.slice(to)}`;
};
