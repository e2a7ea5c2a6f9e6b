/**
 * The one expected error of the endpoint: an HTTP status with the service's error code, a reason a developer can act on and,
 * where the SDK branches on it, the sub-status.
 */
export type CosmosErrorOptions = {
  readonly substatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `additionalErrorInfo`: the SDK looks for it before it asks for a query plan. */
  readonly additionalErrorInfo?: string;
};

export class CosmosError extends Error {
  readonly status: number;
  readonly code: string;
  readonly options: CosmosErrorOptions;

  constructor(status: number, code: string, message: string, options: CosmosErrorOptions = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.options = options;
  }
}

/** 400: the request is wrong, or asks for something this endpoint does not do. */
export function badRequest(message: string, options?: CosmosErrorOptions): CosmosError {
  return new CosmosError(400, "BadRequest", message, options);
}

export function notFound(message = "Entity with the specified id does not exist in the system."): CosmosError {
  return new CosmosError(404, "NotFound", message, { substatus: 0 });
}

export function conflict(message = "Entity with the specified id already exists in the system."): CosmosError {
  return new CosmosError(409, "Conflict", message);
}

export function preconditionFailed(
  message = "Operation cannot be performed because one of the specified precondition is not met.",
): CosmosError {
  return new CosmosError(412, "PreconditionFailed", message);
}

export function tooLarge(message: string): CosmosError {
  return new CosmosError(413, "RequestEntityTooLarge", message);
}
