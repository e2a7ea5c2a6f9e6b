/**
 * Where data may be: the Azure regions of the European Economic Area, as a closed type. Charter, article 7: data
 * stay in the EEA. Microsoft's EU Data Boundary also counts Switzerland, so it
 * is not this line; the United Kingdom is outside both. Geo-redundant copies go to a region's pair, so the pair counts too.
 */

type RegionDeclaration = {
  /** The name Azure shows, and Cosmos DB answers with. */
  readonly displayName: string;
  /** ISO 3166 code of the country. */
  readonly country: string;
  /** Where Azure puts geo-redundant copies; null: nowhere, zone redundancy only. */
  readonly pair: string | null;
  /** Availability zones can be asked for. */
  readonly zones: boolean;
};

/** Public regions one may deploy to, and the restricted ones that are only the other half of a pair. */
export const eeaRegions = {
  francecentral: { displayName: "France Central", country: "FR", pair: "francesouth", zones: true },
  francesouth: { displayName: "France South", country: "FR", pair: "francecentral", zones: false },
  westeurope: { displayName: "West Europe", country: "NL", pair: "northeurope", zones: true },
  northeurope: { displayName: "North Europe", country: "IE", pair: "westeurope", zones: true },
  germanywestcentral: { displayName: "Germany West Central", country: "DE", pair: "germanynorth", zones: true },
  germanynorth: { displayName: "Germany North", country: "DE", pair: "germanywestcentral", zones: false },
  swedencentral: { displayName: "Sweden Central", country: "SE", pair: "swedensouth", zones: true },
  swedensouth: { displayName: "Sweden South", country: "SE", pair: "swedencentral", zones: false },
  norwayeast: { displayName: "Norway East", country: "NO", pair: "norwaywest", zones: true },
  norwaywest: { displayName: "Norway West", country: "NO", pair: "norwayeast", zones: false },
  polandcentral: { displayName: "Poland Central", country: "PL", pair: null, zones: true },
  italynorth: { displayName: "Italy North", country: "IT", pair: null, zones: true },
  spaincentral: { displayName: "Spain Central", country: "ES", pair: null, zones: true },
  austriaeast: { displayName: "Austria East", country: "AT", pair: null, zones: true },
  belgiumcentral: { displayName: "Belgium Central", country: "BE", pair: null, zones: true },
  denmarkeast: { displayName: "Denmark East", country: "DK", pair: null, zones: true },
} as const satisfies Record<string, RegionDeclaration>;

export type EeaRegion = keyof typeof eeaRegions;

/** Region names in the order of declaration. */
export const eeaRegionNames = Object.keys(eeaRegions) as readonly EeaRegion[];

/** Where Communication Services may keep data: the labels of its endpoint's host name that stand for places in the EEA. */
export const eeaMailLocations = ["europe", "france", "germany", "norway"] as const;

export const isEeaRegion = (name: string): name is EeaRegion => Object.hasOwn(eeaRegions, name);

/** Reads a region as Azure writes it, "France Central" or "francecentral"; undefined when it is not one of the EEA. */
export const parseEeaRegion = (name: string): EeaRegion | undefined => {
  const normalised = name.replaceAll(/\s/g, "").toLowerCase();
  return isEeaRegion(normalised) ? normalised : undefined;
};

/** The region that holds geo-redundant copies of `region`, or null when there is none. Always inside the EEA (tested). */
export const pairOf = (region: EeaRegion): EeaRegion | null => eeaRegions[region].pair;

/** Those of the given locations that are not in the EEA, as given; for locations that a service answers at run time. */
export const nonEeaLocations = (locations: readonly string[]): string[] =>
  locations.filter((location) => parseEeaRegion(location) === undefined);
