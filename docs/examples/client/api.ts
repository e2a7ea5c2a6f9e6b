/** Types of the API, generated from docs/schemas/openapi.json by `node tools/schemas/write.ts`. Not to be edited. */

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly rule: string }[];
};
export type AnswerConsentBody = { readonly answer: "given" | "refused" | "withdrawn" };
export type ConsentAnswered = {
  readonly id: string;
  readonly status: "asked" | "given" | "refused" | "withdrawn";
  readonly answeredAt: string;
};
export type ListConsentsAnswer = {
  readonly items: readonly {
    readonly consent: {
      readonly id: string;
      readonly requestId: string;
      readonly about: "provider" | "special-categories";
      readonly status: "asked" | "given" | "refused" | "withdrawn";
      readonly askedAt: string;
      readonly provider?: string;
      readonly purpose?: string;
      readonly categories?: readonly ("identity" | "contact" | "request" | "conversation" | "third-party")[];
      readonly special?: readonly (
        | "health"
        | "religion"
        | "politics"
        | "union"
        | "sexuality"
        | "origin"
        | "biometrics"
      )[];
      readonly rules?: readonly string[];
      readonly messageId?: string;
      readonly proofs: readonly {
        readonly answer: "given" | "refused" | "withdrawn";
        readonly at: string;
        readonly language: "fr" | "en";
        readonly wording: string;
      }[];
    };
    readonly wording: string;
    readonly answers: readonly ("given" | "refused" | "withdrawn")[];
  }[];
  readonly cursor?: string;
};
export type ReadOpenapiAnswer = { readonly openapi: string } & { readonly [name: string]: unknown };
export type ReadPublicKeysAnswer = {
  readonly keys: readonly {
    readonly kty: "OKP" | "EC";
    readonly crv: "Ed25519" | "P-256";
    readonly kid: string;
    readonly x: string;
    readonly y?: string;
    readonly use: "sig";
    readonly alg: "EdDSA" | "ES256";
  }[];
};
export type ReadCharterAnswer = {
  readonly document: "charter" | "terms";
  readonly brand: "milleis" | "platinum";
  readonly version: string;
  readonly language: "fr" | "en";
  readonly effectiveOn: string;
  readonly change: "major" | "minor";
  readonly isExample: boolean;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly paragraphs: readonly string[];
  }[];
  readonly hash: string;
};
export type ListCharterVersionsAnswer = {
  readonly versions: readonly {
    readonly version: string;
    readonly effectiveOn: string;
    readonly change: "major" | "minor";
    readonly title: string;
    readonly hash: string;
  }[];
};
export type ReadCharterVersionAnswer = {
  readonly document: "charter" | "terms";
  readonly brand: "milleis" | "platinum";
  readonly version: string;
  readonly language: "fr" | "en";
  readonly effectiveOn: string;
  readonly change: "major" | "minor";
  readonly isExample: boolean;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly paragraphs: readonly string[];
  }[];
  readonly hash: string;
};
export type CompareCharterVersionsAnswer = {
  readonly from: string;
  readonly to: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly change: "added" | "removed" | "changed";
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
};
export type ReadTermsAnswer = {
  readonly document: "charter" | "terms";
  readonly brand: "milleis" | "platinum";
  readonly version: string;
  readonly language: "fr" | "en";
  readonly effectiveOn: string;
  readonly change: "major" | "minor";
  readonly isExample: boolean;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly paragraphs: readonly string[];
  }[];
  readonly hash: string;
};
export type ListTermsVersionsAnswer = {
  readonly versions: readonly {
    readonly version: string;
    readonly effectiveOn: string;
    readonly change: "major" | "minor";
    readonly title: string;
    readonly hash: string;
  }[];
};
export type ReadTermsVersionAnswer = {
  readonly document: "charter" | "terms";
  readonly brand: "milleis" | "platinum";
  readonly version: string;
  readonly language: "fr" | "en";
  readonly effectiveOn: string;
  readonly change: "major" | "minor";
  readonly isExample: boolean;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly paragraphs: readonly string[];
  }[];
  readonly hash: string;
};
export type CompareTermsVersionsAnswer = {
  readonly from: string;
  readonly to: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly change: "added" | "removed" | "changed";
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
};
export type Liveness = { readonly status: "alive" };
export type Readiness = {
  readonly status: "ready" | "not-ready";
  readonly dependencies: {
    readonly store: "up" | "down";
    readonly residency: "up" | "down";
    readonly keys: "up" | "down";
    readonly exchange: "up" | "down";
    readonly queues: "up" | "down";
  };
};
export type AcceptDocumentBody = {
  readonly document: "charter" | "terms";
  readonly version: string;
  readonly language: "fr" | "en";
};
export type DocumentAccepted = {
  readonly document: "charter" | "terms";
  readonly version: string;
  readonly acceptedAt: string;
};
export type ReadMeAnswer = {
  readonly id: string;
  readonly status: "pending" | "active" | "closed";
  readonly language: "fr" | "en";
  readonly createdAt: string;
  readonly activatedAt?: string;
  readonly lastSignedInAt?: string;
  readonly inactivity?: { readonly firstWarnedAt?: string; readonly lastWarnedAt?: string };
  readonly termination?: {
    readonly effectiveOn: string;
    readonly isRevoked: boolean;
    readonly by: "card-issuer" | "staff";
  };
  readonly title: "madame" | "monsieur";
  readonly lastName: string;
  readonly firstName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly addressSince?: string;
  readonly mobile: string;
  readonly mobileVerified: boolean;
  readonly cardDigits: string;
  readonly programme: string;
  readonly notifications?: {
    readonly quietHours?: { readonly from: string; readonly to: string };
    readonly mutedKinds?: readonly (
      | "request-received"
      | "proposal-made"
      | "message-posted"
      | "request-confirmed"
      | "request-refused"
      | "request-cancelled"
      | "proposals-expired"
      | "request-expired"
      | "cancellation-settled"
      | "consent-requested"
    )[];
    readonly promotion: boolean;
  };
  readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
};
export type ReadTimelineAnswer = {
  readonly items: readonly {
    readonly sentence: string;
    readonly facts: {
      readonly id: string;
      readonly origin: "opening" | "dispatched" | "reported" | "registered";
      readonly at: string;
      readonly to:
        | "member"
        | "processor"
        | "host"
        | "provider"
        | "desk"
        | "dpo"
        | "auditor"
        | "ops"
        | "card-issuer"
        | "mail-provider"
        | "authority";
      readonly name?: string;
      readonly purpose:
        | "identification"
        | "personal-space"
        | "assistance-portal"
        | "personalisation"
        | "concierge-requests"
        | "requests-for-others"
        | "communication"
        | "statistics"
        | "security"
        | "rights"
        | "accountability"
        | "legal-claims";
      readonly categories: readonly (
        | "identity"
        | "contact"
        | "card-eligibility"
        | "interests"
        | "preferences"
        | "request"
        | "conversation"
        | "third-party"
        | "rights"
        | "proof"
        | "security"
      )[];
      readonly ground?:
        | "carrying-out-a-request"
        | "hosting-the-service"
        | "carrying-a-message"
        | "providers-own-purpose"
        | "business-transfer"
        | "legal-duty"
        | "enforcing-a-contract"
        | "members-agreement";
      readonly reason?: string;
      readonly isExceptional?: true;
      readonly requestId?: string;
      readonly country?: string;
      readonly transferBasis?: "adequacy" | "standard-clauses" | "article-49";
      readonly consentId?: string;
    };
  }[];
  readonly cursor?: string;
};
export type SignUpBody = {
  readonly title: "madame" | "monsieur";
  readonly lastName: string;
  readonly firstName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly mobile: string;
  readonly cardDigits: string;
  readonly language: "fr" | "en";
  readonly accepts: { readonly charter: string; readonly terms: string };
};
export type TicketIssued = { readonly expiresAt: string };
export type CodeBody = { readonly code: string };
export type SessionView = {
  readonly startedAt: string;
  readonly expiresAt: string;
  readonly idleUntil: string;
  readonly csrfToken: string;
};
export type ChangeEmailBody = { readonly email: string };
export type DeclareInterestBody = {
  readonly topic?:
    | "gastronomy"
    | "wine"
    | "cooking"
    | "theatre"
    | "opera"
    | "concerts"
    | "cinema"
    | "museums"
    | "art"
    | "books"
    | "fashion"
    | "watches"
    | "motoring"
    | "golf"
    | "tennis"
    | "football"
    | "rugby"
    | "skiing"
    | "sailing"
    | "riding"
    | "cities"
    | "beaches"
    | "mountains"
    | "cruises"
    | "gardens"
    | "technology";
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type InterestDeclared = { readonly id: string; readonly declaredAt: string };
export type ReadRetentionAnswer = {
  readonly items: readonly {
    readonly group:
      | "account"
      | "request"
      | "interests"
      | "acceptance"
      | "consent"
      | "disclosure"
      | "inactive-account"
      | "session"
      | "staff-decision"
      | "audit"
      | "proof";
    readonly data: string;
    readonly why: string;
    readonly held: "in-use" | "archive";
    readonly period: string;
    readonly until?: string;
  }[];
  readonly servicesEndOn?: string;
};
export type ListInterestsAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly topic?:
      | "gastronomy"
      | "wine"
      | "cooking"
      | "theatre"
      | "opera"
      | "concerts"
      | "cinema"
      | "museums"
      | "art"
      | "books"
      | "fashion"
      | "watches"
      | "motoring"
      | "golf"
      | "tennis"
      | "football"
      | "rugby"
      | "skiing"
      | "sailing"
      | "riding"
      | "cities"
      | "beaches"
      | "mountains"
      | "cruises"
      | "gardens"
      | "technology";
    readonly words?: string;
    readonly declaredAt: string;
    readonly agreed?: {
      readonly special: readonly (
        | "health"
        | "religion"
        | "politics"
        | "union"
        | "sexuality"
        | "origin"
        | "biometrics"
      )[];
      readonly language: "fr" | "en";
      readonly wording: string;
    };
  }[];
  readonly topics: readonly {
    readonly topic:
      | "gastronomy"
      | "wine"
      | "cooking"
      | "theatre"
      | "opera"
      | "concerts"
      | "cinema"
      | "museums"
      | "art"
      | "books"
      | "fashion"
      | "watches"
      | "motoring"
      | "golf"
      | "tennis"
      | "football"
      | "rugby"
      | "skiing"
      | "sailing"
      | "riding"
      | "cities"
      | "beaches"
      | "mountains"
      | "cruises"
      | "gardens"
      | "technology";
    readonly label: string;
  }[];
};
export type RenewCardBody = { readonly cardDigits: string };
export type RenewCardAnswer = {
  readonly id: string;
  readonly status: "pending" | "active" | "closed";
  readonly language: "fr" | "en";
  readonly createdAt: string;
  readonly activatedAt?: string;
  readonly lastSignedInAt?: string;
  readonly inactivity?: { readonly firstWarnedAt?: string; readonly lastWarnedAt?: string };
  readonly termination?: {
    readonly effectiveOn: string;
    readonly isRevoked: boolean;
    readonly by: "card-issuer" | "staff";
  };
  readonly title: "madame" | "monsieur";
  readonly lastName: string;
  readonly firstName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly addressSince?: string;
  readonly mobile: string;
  readonly mobileVerified: boolean;
  readonly cardDigits: string;
  readonly programme: string;
  readonly notifications?: {
    readonly quietHours?: { readonly from: string; readonly to: string };
    readonly mutedKinds?: readonly (
      | "request-received"
      | "proposal-made"
      | "message-posted"
      | "request-confirmed"
      | "request-refused"
      | "request-cancelled"
      | "proposals-expired"
      | "request-expired"
      | "cancellation-settled"
      | "consent-requested"
    )[];
    readonly promotion: boolean;
  };
  readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
};
export type UpdateMemberBody = {
  readonly title?: "madame" | "monsieur";
  readonly lastName?: string;
  readonly firstName?: string;
  readonly language?: "fr" | "en";
  readonly mobile?: string;
  readonly notifications?: {
    readonly quietHours?: { readonly from: string; readonly to: string };
    readonly mutedKinds?: readonly (
      | "request-received"
      | "proposal-made"
      | "message-posted"
      | "request-confirmed"
      | "request-refused"
      | "request-cancelled"
      | "proposals-expired"
      | "request-expired"
      | "cancellation-settled"
      | "consent-requested"
    )[];
    readonly promotion: boolean;
  };
};
export type UpdateMeAnswer = {
  readonly id: string;
  readonly status: "pending" | "active" | "closed";
  readonly language: "fr" | "en";
  readonly createdAt: string;
  readonly activatedAt?: string;
  readonly lastSignedInAt?: string;
  readonly inactivity?: { readonly firstWarnedAt?: string; readonly lastWarnedAt?: string };
  readonly termination?: {
    readonly effectiveOn: string;
    readonly isRevoked: boolean;
    readonly by: "card-issuer" | "staff";
  };
  readonly title: "madame" | "monsieur";
  readonly lastName: string;
  readonly firstName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly addressSince?: string;
  readonly mobile: string;
  readonly mobileVerified: boolean;
  readonly cardDigits: string;
  readonly programme: string;
  readonly notifications?: {
    readonly quietHours?: { readonly from: string; readonly to: string };
    readonly mutedKinds?: readonly (
      | "request-received"
      | "proposal-made"
      | "message-posted"
      | "request-confirmed"
      | "request-refused"
      | "request-cancelled"
      | "proposals-expired"
      | "request-expired"
      | "cancellation-settled"
      | "consent-requested"
    )[];
    readonly promotion: boolean;
  };
  readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
};
export type AcceptProposalBody = { readonly optionId: string };
export type RequestChanged = {
  readonly id: string;
  readonly status:
    | "submitted"
    | "forwarded"
    | "acknowledged"
    | "in-progress"
    | "proposed"
    | "accepted"
    | "confirmed"
    | "completed"
    | "refused"
    | "cancelled"
    | "expired";
  readonly updatedAt: string;
};
export type RequestCancelled = {
  readonly id: string;
  readonly status:
    | "submitted"
    | "forwarded"
    | "acknowledged"
    | "in-progress"
    | "proposed"
    | "accepted"
    | "confirmed"
    | "completed"
    | "refused"
    | "cancelled"
    | "expired";
  readonly updatedAt: string;
  readonly isCancelled: boolean;
  readonly booking: "none" | "under-way" | "booked";
  readonly supplier?: string;
  readonly reference?: string;
  readonly terms?: {
    readonly freeUntil?: string;
    readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
    readonly text?: string;
  };
  readonly isFree?: boolean;
  readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
  readonly settlement?: {
    readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
    readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
    readonly text?: string;
    readonly settledAt: string;
  };
};
export type UnreadCounts = {
  readonly total: number;
  readonly isMore: boolean;
  readonly requests: readonly { readonly requestId: string; readonly unread: number }[];
};
export type ListDisclosuresAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly origin: "opening" | "dispatched" | "reported" | "registered";
    readonly at: string;
    readonly to:
      | "member"
      | "processor"
      | "host"
      | "provider"
      | "desk"
      | "dpo"
      | "auditor"
      | "ops"
      | "card-issuer"
      | "mail-provider"
      | "authority";
    readonly name?: string;
    readonly purpose:
      | "identification"
      | "personal-space"
      | "assistance-portal"
      | "personalisation"
      | "concierge-requests"
      | "requests-for-others"
      | "communication"
      | "statistics"
      | "security"
      | "rights"
      | "accountability"
      | "legal-claims";
    readonly categories: readonly (
      | "identity"
      | "contact"
      | "card-eligibility"
      | "interests"
      | "preferences"
      | "request"
      | "conversation"
      | "third-party"
      | "rights"
      | "proof"
      | "security"
    )[];
    readonly ground?:
      | "carrying-out-a-request"
      | "hosting-the-service"
      | "carrying-a-message"
      | "providers-own-purpose"
      | "business-transfer"
      | "legal-duty"
      | "enforcing-a-contract"
      | "members-agreement";
    readonly reason?: string;
    readonly isExceptional?: true;
    readonly requestId?: string;
    readonly country?: string;
    readonly transferBasis?: "adequacy" | "standard-clauses" | "article-49";
    readonly consentId?: string;
  }[];
  readonly cursor?: string;
};
export type ListMessagesAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly requestId: string;
    readonly from: "member" | "concierge";
    readonly postedAt: string;
    readonly text: string;
    readonly unreadBy?: "member" | "concierge";
    readonly readAt?: string;
  }[];
  readonly cursor?: string;
};
export type ListRequestChangesAnswer = {
  readonly items: readonly (
    | {
        readonly kind: "request";
        readonly etag: string;
        readonly request: {
          readonly id: string;
          readonly status:
            | "submitted"
            | "forwarded"
            | "acknowledged"
            | "in-progress"
            | "proposed"
            | "accepted"
            | "confirmed"
            | "completed"
            | "refused"
            | "cancelled"
            | "expired";
          readonly language: "fr" | "en";
          readonly submittedAt: string;
          readonly updatedAt: string;
          readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
          readonly what: string;
          readonly where?: string;
          readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
          readonly party?: { readonly adults: number; readonly children?: number };
          readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
          readonly wishes?: string;
          readonly proposals: readonly {
            readonly id: string;
            readonly options: readonly {
              readonly id: string;
              readonly title: string;
              readonly description?: string;
              readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly inclusions: readonly string[];
              readonly cancellation?: {
                readonly freeUntil?: string;
                readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
                readonly text?: string;
              };
            }[];
            readonly expiresAt: string;
            readonly madeAt: string;
            readonly answered?: {
              readonly answer: "accepted" | "declined";
              readonly optionId?: string;
              readonly answeredAt: string;
            };
          }[];
          readonly confirmation?: {
            readonly proposalId: string;
            readonly optionId: string;
            readonly supplier: string;
            readonly reference: string;
            readonly startsAt: string;
            readonly endsAt?: string;
            readonly place?: string;
            readonly confirmedAt: string;
            readonly cancellation?: {
              readonly freeUntil?: string;
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
            };
          };
          readonly ending?: {
            readonly by: "member" | "processor" | "time" | "closure";
            readonly reason?: string;
            readonly text?: string;
            readonly endedAt: string;
            readonly settlement?: {
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
              readonly settledAt: string;
            };
          };
        };
      }
    | {
        readonly kind: "message";
        readonly message: {
          readonly id: string;
          readonly requestId: string;
          readonly from: "member" | "concierge";
          readonly postedAt: string;
          readonly text: string;
          readonly unreadBy?: "member" | "concierge";
          readonly readAt?: string;
        };
      }
    | {
        readonly kind: "consent";
        readonly consent: {
          readonly id: string;
          readonly requestId: string;
          readonly about: "provider" | "special-categories";
          readonly status: "asked" | "given" | "refused" | "withdrawn";
          readonly askedAt: string;
          readonly provider?: string;
          readonly purpose?: string;
          readonly categories?: readonly ("identity" | "contact" | "request" | "conversation" | "third-party")[];
          readonly special?: readonly (
            | "health"
            | "religion"
            | "politics"
            | "union"
            | "sexuality"
            | "origin"
            | "biometrics"
          )[];
          readonly rules?: readonly string[];
          readonly messageId?: string;
          readonly proofs: readonly {
            readonly answer: "given" | "refused" | "withdrawn";
            readonly at: string;
            readonly language: "fr" | "en";
            readonly wording: string;
          }[];
        };
      }
    | {
        readonly kind: "disclosure";
        readonly disclosure: {
          readonly id: string;
          readonly origin: "opening" | "dispatched" | "reported" | "registered";
          readonly at: string;
          readonly to:
            | "member"
            | "processor"
            | "host"
            | "provider"
            | "desk"
            | "dpo"
            | "auditor"
            | "ops"
            | "card-issuer"
            | "mail-provider"
            | "authority";
          readonly name?: string;
          readonly purpose:
            | "identification"
            | "personal-space"
            | "assistance-portal"
            | "personalisation"
            | "concierge-requests"
            | "requests-for-others"
            | "communication"
            | "statistics"
            | "security"
            | "rights"
            | "accountability"
            | "legal-claims";
          readonly categories: readonly (
            | "identity"
            | "contact"
            | "card-eligibility"
            | "interests"
            | "preferences"
            | "request"
            | "conversation"
            | "third-party"
            | "rights"
            | "proof"
            | "security"
          )[];
          readonly ground?:
            | "carrying-out-a-request"
            | "hosting-the-service"
            | "carrying-a-message"
            | "providers-own-purpose"
            | "business-transfer"
            | "legal-duty"
            | "enforcing-a-contract"
            | "members-agreement";
          readonly reason?: string;
          readonly isExceptional?: true;
          readonly requestId?: string;
          readonly country?: string;
          readonly transferBasis?: "adequacy" | "standard-clauses" | "article-49";
          readonly consentId?: string;
        };
      }
  )[];
  readonly cursor: string;
  readonly hasMore: boolean;
};
export type ListRequestsAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly status:
      | "submitted"
      | "forwarded"
      | "acknowledged"
      | "in-progress"
      | "proposed"
      | "accepted"
      | "confirmed"
      | "completed"
      | "refused"
      | "cancelled"
      | "expired";
    readonly language: "fr" | "en";
    readonly submittedAt: string;
    readonly updatedAt: string;
    readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
    readonly what: string;
    readonly where?: string;
    readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
    readonly party?: { readonly adults: number; readonly children?: number };
    readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
    readonly wishes?: string;
    readonly proposals: readonly {
      readonly id: string;
      readonly options: readonly {
        readonly id: string;
        readonly title: string;
        readonly description?: string;
        readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
        readonly inclusions: readonly string[];
        readonly cancellation?: {
          readonly freeUntil?: string;
          readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
          readonly text?: string;
        };
      }[];
      readonly expiresAt: string;
      readonly madeAt: string;
      readonly answered?: {
        readonly answer: "accepted" | "declined";
        readonly optionId?: string;
        readonly answeredAt: string;
      };
    }[];
    readonly confirmation?: {
      readonly proposalId: string;
      readonly optionId: string;
      readonly supplier: string;
      readonly reference: string;
      readonly startsAt: string;
      readonly endsAt?: string;
      readonly place?: string;
      readonly confirmedAt: string;
      readonly cancellation?: {
        readonly freeUntil?: string;
        readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
        readonly text?: string;
      };
    };
    readonly ending?: {
      readonly by: "member" | "processor" | "time" | "closure";
      readonly reason?: string;
      readonly text?: string;
      readonly endedAt: string;
      readonly settlement?: {
        readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
        readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
        readonly text?: string;
        readonly settledAt: string;
      };
    };
  }[];
  readonly cursor?: string;
};
export type MarkReadBody = { readonly upTo: string };
export type MessagesRead = { readonly read: number };
export type PostMessageBody = {
  readonly text: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type MessagePosted = { readonly id: string; readonly postedAt: string };
export type CancellationConsequences = {
  readonly isCancelled: boolean;
  readonly booking: "none" | "under-way" | "booked";
  readonly supplier?: string;
  readonly reference?: string;
  readonly terms?: {
    readonly freeUntil?: string;
    readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
    readonly text?: string;
  };
  readonly isFree?: boolean;
  readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
  readonly settlement?: {
    readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
    readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
    readonly text?: string;
    readonly settledAt: string;
  };
};
export type ReadRequestAnswer = {
  readonly id: string;
  readonly status:
    | "submitted"
    | "forwarded"
    | "acknowledged"
    | "in-progress"
    | "proposed"
    | "accepted"
    | "confirmed"
    | "completed"
    | "refused"
    | "cancelled"
    | "expired";
  readonly language: "fr" | "en";
  readonly submittedAt: string;
  readonly updatedAt: string;
  readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
  readonly what: string;
  readonly where?: string;
  readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
  readonly party?: { readonly adults: number; readonly children?: number };
  readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
  readonly wishes?: string;
  readonly proposals: readonly {
    readonly id: string;
    readonly options: readonly {
      readonly id: string;
      readonly title: string;
      readonly description?: string;
      readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
      readonly inclusions: readonly string[];
      readonly cancellation?: {
        readonly freeUntil?: string;
        readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
        readonly text?: string;
      };
    }[];
    readonly expiresAt: string;
    readonly madeAt: string;
    readonly answered?: {
      readonly answer: "accepted" | "declined";
      readonly optionId?: string;
      readonly answeredAt: string;
    };
  }[];
  readonly confirmation?: {
    readonly proposalId: string;
    readonly optionId: string;
    readonly supplier: string;
    readonly reference: string;
    readonly startsAt: string;
    readonly endsAt?: string;
    readonly place?: string;
    readonly confirmedAt: string;
    readonly cancellation?: {
      readonly freeUntil?: string;
      readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
      readonly text?: string;
    };
  };
  readonly ending?: {
    readonly by: "member" | "processor" | "time" | "closure";
    readonly reason?: string;
    readonly text?: string;
    readonly endedAt: string;
    readonly settlement?: {
      readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
      readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
      readonly text?: string;
      readonly settledAt: string;
    };
  };
};
export type SubmitRequestBody = {
  readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
  readonly what: string;
  readonly where?: string;
  readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
  readonly party?: { readonly adults: number; readonly children?: number };
  readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
  readonly wishes?: string;
  readonly language: "fr" | "en";
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type RequestSubmitted = {
  readonly id: string;
  readonly status:
    | "submitted"
    | "forwarded"
    | "acknowledged"
    | "in-progress"
    | "proposed"
    | "accepted"
    | "confirmed"
    | "completed"
    | "refused"
    | "cancelled"
    | "expired";
  readonly submittedAt: string;
};
export type SignInBody = { readonly email: string };
export type SignInAsked = { readonly expiresAt: string; readonly asksCardDigits: boolean };
export type SignInCodeBody = { readonly code: string; readonly cardDigits?: string };
export type SessionList = {
  readonly items: readonly {
    readonly id: string;
    readonly startedAt: string;
    readonly seenAt: string;
    readonly expiresAt: string;
    readonly isThisOne: boolean;
  }[];
};
export type CompleteReviewBody = {
  readonly outcome: "justified" | "not-justified";
  readonly words: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type ActionDecided = {
  readonly id: string;
  readonly action:
    | "close-account"
    | "terminate-services"
    | "attribute-termination"
    | "set-legal-hold"
    | "review-legal-hold"
    | "lift-legal-hold"
    | "register-disclosure"
    | "break-glass";
  readonly status: "pending" | "confirmed" | "done" | "refused" | "failed";
};
export type ErasureOnPaperBody = {
  readonly outcome: "erased" | "nothing-held" | "kept-by-law";
  readonly ground?: "accounting" | "tax" | "legal-claims" | "other-legal-duty";
  readonly until?: string;
  readonly paperDated: string;
};
export type WordTaken = { readonly status: "waiting" | "done"; readonly validUntil?: string };
export type ListApprovalsAnswer = {
  readonly items: readonly {
    readonly memberId: string;
    readonly id: string;
    readonly action:
      | "close-account"
      | "terminate-services"
      | "attribute-termination"
      | "set-legal-hold"
      | "review-legal-hold"
      | "lift-legal-hold"
      | "register-disclosure"
      | "break-glass";
    readonly status: "pending" | "confirmed" | "done" | "refused" | "failed";
    readonly proposedAt: string;
    readonly validUntil: string;
    readonly proposedByRole: "desk" | "dpo" | "auditor" | "ops";
    readonly isMine: boolean;
  }[];
  readonly cursor?: string;
};
export type ListArchiveAnswer = {
  readonly items: readonly (
    | {
        readonly kind: "member";
        readonly content: {
          readonly id: string;
          readonly status: "pending" | "active" | "closed";
          readonly language: "fr" | "en";
          readonly createdAt: string;
          readonly activatedAt?: string;
          readonly lastSignedInAt?: string;
          readonly inactivity?: { readonly firstWarnedAt?: string; readonly lastWarnedAt?: string };
          readonly termination?: {
            readonly effectiveOn: string;
            readonly isRevoked: boolean;
            readonly by: "card-issuer" | "staff";
            readonly sequence: number;
            readonly said: string;
            readonly issuerSaid?: string;
            readonly receivedAt: string;
          };
          readonly hold?: { readonly id: string; readonly reviewOn: string; readonly remindedAt?: string };
          readonly dueAt?: string;
          readonly expiresAt?: string;
          readonly accepted?: readonly {
            readonly id: string;
            readonly document: "charter" | "terms";
            readonly version: string;
            readonly hash: string;
            readonly language: "fr" | "en";
            readonly acceptedAt: string;
          }[];
          readonly title: "madame" | "monsieur";
          readonly lastName: string;
          readonly firstName: string;
          readonly birthDate: string;
          readonly email: string;
          readonly addressSince?: string;
          readonly mobile: string;
          readonly mobileVerified: boolean;
          readonly cardDigits: string;
          readonly programme: string;
          readonly addressHash: string;
          readonly issuerJoin?: string;
          readonly olderJoins?: readonly string[];
          readonly notifications?: {
            readonly quietHours?: { readonly from: string; readonly to: string };
            readonly mutedKinds?: readonly (
              | "request-received"
              | "proposal-made"
              | "message-posted"
              | "request-confirmed"
              | "request-refused"
              | "request-cancelled"
              | "proposals-expired"
              | "request-expired"
              | "cancellation-settled"
              | "consent-requested"
            )[];
            readonly promotion: boolean;
          };
          readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
        };
      }
    | {
        readonly kind: "acceptance";
        readonly content: {
          readonly id: string;
          readonly document: "charter" | "terms";
          readonly version: string;
          readonly hash: string;
          readonly channel: "sign-up" | "personal-space";
          readonly language: "fr" | "en";
          readonly acceptedAt: string;
        };
      }
    | {
        readonly kind: "announcement";
        readonly content: { readonly id: string; readonly announcedAt: string; readonly effectiveOn: string };
      }
    | {
        readonly kind: "request";
        readonly content: {
          readonly id: string;
          readonly status:
            | "submitted"
            | "forwarded"
            | "acknowledged"
            | "in-progress"
            | "proposed"
            | "accepted"
            | "confirmed"
            | "completed"
            | "refused"
            | "cancelled"
            | "expired";
          readonly language: "fr" | "en";
          readonly submittedAt: string;
          readonly updatedAt: string;
          readonly dueAt?: string;
          readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
          readonly what: string;
          readonly where?: string;
          readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
          readonly party?: { readonly adults: number; readonly children?: number };
          readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
          readonly wishes?: string;
          readonly proposals: readonly {
            readonly id: string;
            readonly options: readonly {
              readonly id: string;
              readonly title: string;
              readonly description?: string;
              readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly inclusions: readonly string[];
              readonly cancellation?: {
                readonly freeUntil?: string;
                readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
                readonly text?: string;
              };
            }[];
            readonly expiresAt: string;
            readonly madeAt: string;
            readonly answered?: {
              readonly answer: "accepted" | "declined";
              readonly optionId?: string;
              readonly answeredAt: string;
            };
          }[];
          readonly confirmation?: {
            readonly proposalId: string;
            readonly optionId: string;
            readonly supplier: string;
            readonly reference: string;
            readonly startsAt: string;
            readonly endsAt?: string;
            readonly place?: string;
            readonly confirmedAt: string;
            readonly cancellation?: {
              readonly freeUntil?: string;
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
            };
          };
          readonly ending?: {
            readonly by: "member" | "processor" | "time" | "closure";
            readonly reason?: string;
            readonly text?: string;
            readonly endedAt: string;
            readonly settlement?: {
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
              readonly settledAt: string;
            };
          };
        };
      }
    | {
        readonly kind: "message";
        readonly content: {
          readonly id: string;
          readonly requestId: string;
          readonly from: "member" | "concierge";
          readonly postedAt: string;
          readonly text: string;
          readonly unreadBy?: "member" | "concierge";
          readonly readAt?: string;
        };
      }
    | {
        readonly kind: "consent";
        readonly content: {
          readonly id: string;
          readonly requestId: string;
          readonly about: "provider" | "special-categories";
          readonly status: "asked" | "given" | "refused" | "withdrawn";
          readonly askedAt: string;
          readonly provider?: string;
          readonly purpose?: string;
          readonly categories?: readonly ("identity" | "contact" | "request" | "conversation" | "third-party")[];
          readonly special?: readonly (
            | "health"
            | "religion"
            | "politics"
            | "union"
            | "sexuality"
            | "origin"
            | "biometrics"
          )[];
          readonly rules?: readonly string[];
          readonly messageId?: string;
          readonly proofs: readonly {
            readonly answer: "given" | "refused" | "withdrawn";
            readonly at: string;
            readonly language: "fr" | "en";
            readonly wording: string;
          }[];
        };
      }
    | {
        readonly kind: "received";
        readonly content: {
          readonly id: string;
          readonly requestId: string;
          readonly receivedAt: string;
          readonly payload?: string;
          readonly outcome: "applied" | "late" | "contradiction";
          readonly contradicted?: {
            readonly at: string;
            readonly type: string;
            readonly state:
              | "submitted"
              | "forwarded"
              | "acknowledged"
              | "in-progress"
              | "proposed"
              | "accepted"
              | "confirmed"
              | "completed"
              | "refused"
              | "cancelled"
              | "expired";
          };
        };
      }
    | {
        readonly kind: "disclosure";
        readonly content: {
          readonly id: string;
          readonly origin: "opening" | "dispatched" | "reported" | "registered";
          readonly at: string;
          readonly to:
            | "member"
            | "processor"
            | "host"
            | "provider"
            | "desk"
            | "dpo"
            | "auditor"
            | "ops"
            | "card-issuer"
            | "mail-provider"
            | "authority";
          readonly name?: string;
          readonly purpose:
            | "identification"
            | "personal-space"
            | "assistance-portal"
            | "personalisation"
            | "concierge-requests"
            | "requests-for-others"
            | "communication"
            | "statistics"
            | "security"
            | "rights"
            | "accountability"
            | "legal-claims";
          readonly categories: readonly (
            | "identity"
            | "contact"
            | "card-eligibility"
            | "interests"
            | "preferences"
            | "request"
            | "conversation"
            | "third-party"
            | "rights"
            | "proof"
            | "security"
          )[];
          readonly ground?:
            | "carrying-out-a-request"
            | "hosting-the-service"
            | "carrying-a-message"
            | "providers-own-purpose"
            | "business-transfer"
            | "legal-duty"
            | "enforcing-a-contract"
            | "members-agreement";
          readonly reason?: string;
          readonly words?: string;
          readonly by?: string;
          readonly isExceptional?: true;
          readonly requestId?: string;
          readonly country?: string;
          readonly transferBasis?: "adequacy" | "standard-clauses" | "article-49";
          readonly consentId?: string;
          readonly reference?: string;
          readonly hiddenUntil?: string;
        };
      }
  )[];
  readonly cursor?: string;
};
export type ListErasuresAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly cause: "retention" | "inactive" | "member" | "pending-sign-up" | "restore";
    readonly orderedAt: string;
    readonly step:
      | "mark"
      | "sessions"
      | "in-flight"
      | "processor"
      | "reseal"
      | "stores"
      | "key"
      | "key-caches"
      | "confirmation"
      | "messages"
      | "proof"
      | "certificate"
      | "delivery"
      | "end";
    readonly waitsFor?: "hold" | "running-work" | "approval" | "ledger" | "processor" | "key-caches" | "message-lives";
    readonly endedAt?: string;
    readonly processor?: {
      readonly firstSentAt?: string;
      readonly times: number;
      readonly acknowledgedAt?: string;
      readonly confirmedAt?: string;
      readonly paper?: {
        readonly byRole: "desk" | "dpo" | "auditor" | "ops";
        readonly isMine: boolean;
        readonly validUntil: string;
      };
    };
  }[];
  readonly cursor?: string;
};
export type ListFailuresAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly queue:
      | "dispatch"
      | "notifications"
      | "erasure-work"
      | "concierge-updates"
      | "card-services"
      | "retention-work";
    readonly reason: string;
    readonly attempts: number;
    readonly firstAt: string;
    readonly lastAt: string;
    readonly dueAt?: string;
    readonly resolvedAt?: string;
    readonly outcome?: "handled" | "discarded";
    readonly event?: {
      readonly id: string;
      readonly source: string;
      readonly type: string;
      readonly subject: string;
      readonly time: string;
      readonly dataref?: string;
      readonly datadigest?: string;
      readonly messageId?: string;
      readonly reason?: string;
      readonly brand?: "milleis" | "platinum";
      readonly effectiveOn?: string;
      readonly sequence?: number;
      readonly traceparent?: string;
    };
    readonly state: "retrying" | "waiting" | "resolved";
    readonly brand?: "milleis" | "platinum";
  }[];
  readonly more: boolean;
};
export type ListFileDisclosuresAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly origin: "opening" | "dispatched" | "reported" | "registered";
    readonly at: string;
    readonly to:
      | "member"
      | "processor"
      | "host"
      | "provider"
      | "desk"
      | "dpo"
      | "auditor"
      | "ops"
      | "card-issuer"
      | "mail-provider"
      | "authority";
    readonly name?: string;
    readonly purpose:
      | "identification"
      | "personal-space"
      | "assistance-portal"
      | "personalisation"
      | "concierge-requests"
      | "requests-for-others"
      | "communication"
      | "statistics"
      | "security"
      | "rights"
      | "accountability"
      | "legal-claims";
    readonly categories: readonly (
      | "identity"
      | "contact"
      | "card-eligibility"
      | "interests"
      | "preferences"
      | "request"
      | "conversation"
      | "third-party"
      | "rights"
      | "proof"
      | "security"
    )[];
    readonly ground?:
      | "carrying-out-a-request"
      | "hosting-the-service"
      | "carrying-a-message"
      | "providers-own-purpose"
      | "business-transfer"
      | "legal-duty"
      | "enforcing-a-contract"
      | "members-agreement";
    readonly reason?: string;
    readonly words?: string;
    readonly by?: string;
    readonly isExceptional?: true;
    readonly requestId?: string;
    readonly country?: string;
    readonly transferBasis?: "adequacy" | "standard-clauses" | "article-49";
    readonly consentId?: string;
    readonly reference?: string;
    readonly hiddenUntil?: string;
  }[];
  readonly cursor?: string;
};
export type ListFileMessagesAnswer =
  | {
      readonly view: "desk";
      readonly content: {
        readonly items: readonly {
          readonly id: string;
          readonly requestId: string;
          readonly from: "member" | "concierge";
          readonly postedAt: string;
          readonly text: string;
          readonly unreadBy?: "member" | "concierge";
          readonly readAt?: string;
        }[];
        readonly cursor?: string;
      };
    }
  | {
      readonly view: "dpo";
      readonly content: {
        readonly items: readonly {
          readonly id: string;
          readonly requestId: string;
          readonly from: "member" | "concierge";
          readonly postedAt: string;
          readonly text: string;
          readonly unreadBy?: "member" | "concierge";
          readonly readAt?: string;
        }[];
        readonly cursor?: string;
      };
    };
export type ListFileRequestsAnswer =
  | {
      readonly view: "desk";
      readonly content: {
        readonly items: readonly {
          readonly id: string;
          readonly status:
            | "submitted"
            | "forwarded"
            | "acknowledged"
            | "in-progress"
            | "proposed"
            | "accepted"
            | "confirmed"
            | "completed"
            | "refused"
            | "cancelled"
            | "expired";
          readonly language: "fr" | "en";
          readonly submittedAt: string;
          readonly updatedAt: string;
          readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
          readonly what: string;
          readonly where?: string;
          readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
          readonly party?: { readonly adults: number; readonly children?: number };
          readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
          readonly wishes?: string;
          readonly proposals: readonly {
            readonly id: string;
            readonly options: readonly {
              readonly id: string;
              readonly title: string;
              readonly description?: string;
              readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly inclusions: readonly string[];
              readonly cancellation?: {
                readonly freeUntil?: string;
                readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
                readonly text?: string;
              };
            }[];
            readonly expiresAt: string;
            readonly madeAt: string;
            readonly answered?: {
              readonly answer: "accepted" | "declined";
              readonly optionId?: string;
              readonly answeredAt: string;
            };
          }[];
          readonly confirmation?: {
            readonly proposalId: string;
            readonly optionId: string;
            readonly supplier: string;
            readonly reference: string;
            readonly startsAt: string;
            readonly endsAt?: string;
            readonly place?: string;
            readonly confirmedAt: string;
            readonly cancellation?: {
              readonly freeUntil?: string;
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
            };
          };
          readonly ending?: {
            readonly by: "member" | "processor" | "time" | "closure";
            readonly reason?: string;
            readonly text?: string;
            readonly endedAt: string;
            readonly settlement?: {
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
              readonly settledAt: string;
            };
          };
        }[];
        readonly cursor?: string;
      };
    }
  | {
      readonly view: "dpo";
      readonly content: {
        readonly items: readonly {
          readonly id: string;
          readonly status:
            | "submitted"
            | "forwarded"
            | "acknowledged"
            | "in-progress"
            | "proposed"
            | "accepted"
            | "confirmed"
            | "completed"
            | "refused"
            | "cancelled"
            | "expired";
          readonly language: "fr" | "en";
          readonly submittedAt: string;
          readonly updatedAt: string;
          readonly dueAt?: string;
          readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
          readonly what: string;
          readonly where?: string;
          readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
          readonly party?: { readonly adults: number; readonly children?: number };
          readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
          readonly wishes?: string;
          readonly proposals: readonly {
            readonly id: string;
            readonly options: readonly {
              readonly id: string;
              readonly title: string;
              readonly description?: string;
              readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly inclusions: readonly string[];
              readonly cancellation?: {
                readonly freeUntil?: string;
                readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
                readonly text?: string;
              };
            }[];
            readonly expiresAt: string;
            readonly madeAt: string;
            readonly answered?: {
              readonly answer: "accepted" | "declined";
              readonly optionId?: string;
              readonly answeredAt: string;
            };
          }[];
          readonly confirmation?: {
            readonly proposalId: string;
            readonly optionId: string;
            readonly supplier: string;
            readonly reference: string;
            readonly startsAt: string;
            readonly endsAt?: string;
            readonly place?: string;
            readonly confirmedAt: string;
            readonly cancellation?: {
              readonly freeUntil?: string;
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
            };
          };
          readonly ending?: {
            readonly by: "member" | "processor" | "time" | "closure";
            readonly reason?: string;
            readonly text?: string;
            readonly endedAt: string;
            readonly settlement?: {
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
              readonly settledAt: string;
            };
          };
        }[];
        readonly cursor?: string;
      };
    };
export type ListOutboxAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly channel: "processor" | "mail" | "lookup" | "ledger" | "approval";
    readonly type:
      | "concierge.request.submitted.v1"
      | "concierge.conversation.posted.v1"
      | "concierge.proposal.accepted.v1"
      | "concierge.proposal.declined.v1"
      | "concierge.request.cancelled.v1"
      | "concierge.request.expired.v1"
      | "concierge.consent.answered.v1"
      | "code"
      | "welcome"
      | "request-received"
      | "proposal-made"
      | "message-posted"
      | "request-confirmed"
      | "request-refused"
      | "request-cancelled"
      | "proposals-expired"
      | "request-expired"
      | "cancellation-settled"
      | "consent-requested"
      | "texts-changing"
      | "programme-news"
      | "address-changed"
      | "account-closed"
      | "inactivity-first"
      | "inactivity-last"
      | "address-confirmed"
      | "address-moved"
      | "ledger-entry"
      | "approval-confirmed";
    readonly requestId?: string;
    readonly aboutId?: string;
    readonly createdAt: string;
    readonly dueAt?: string;
    readonly attempts: number;
    readonly takeUps?: number;
    readonly sentAt?: string;
    readonly claimedUntil?: string;
    readonly refusedFor?: "signature" | "schema" | "digest" | "state" | "unknown" | "stale" | "other";
    readonly traceparent?: string;
    readonly state: "refused" | "stuck" | "open";
    readonly brand: "milleis" | "platinum";
    readonly subjectId: string;
  }[];
  readonly more: boolean;
};
export type ListReviewsAnswer = {
  readonly items: readonly {
    readonly memberId: string;
    readonly id: string;
    readonly purpose:
      | "identification"
      | "personal-space"
      | "assistance-portal"
      | "personalisation"
      | "concierge-requests"
      | "requests-for-others"
      | "communication"
      | "statistics"
      | "security"
      | "rights"
      | "accountability"
      | "legal-claims";
    readonly reason:
      | "member-asked"
      | "request-follow-up"
      | "processor-question"
      | "service-notice"
      | "rights-case"
      | "complaint"
      | "compliance-check"
      | "legal-dispute"
      | "incident"
      | "emergency";
    readonly approvalId: string;
    readonly openedAt: string;
    readonly openedByRole: "desk" | "dpo" | "auditor" | "ops";
    readonly dueAt: string;
    readonly isOverdue: boolean;
  }[];
  readonly cursor?: string;
};
export type ListUndecidedAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly reason: "nobody" | "several" | "before-sign-up" | "contradiction" | "implausible-date";
    readonly type: string;
    readonly effectiveOn: string;
    readonly receivedAt: string;
    readonly dismissal?: {
      readonly byRole: "desk" | "dpo" | "auditor" | "ops";
      readonly isMine: boolean;
      readonly validUntil: string;
    };
  }[];
  readonly cursor?: string;
};
export type ListWorkAnswer = {
  readonly items: readonly {
    readonly memberId: string;
    readonly requestId: string;
    readonly status:
      | "submitted"
      | "forwarded"
      | "acknowledged"
      | "in-progress"
      | "proposed"
      | "accepted"
      | "confirmed"
      | "completed"
      | "refused"
      | "cancelled"
      | "expired";
    readonly submittedAt: string;
    readonly updatedAt: string;
  }[];
  readonly cursor?: string;
};
export type OpenArchiveBody = {
  readonly reason: "legal-claim" | "authority";
  readonly reference: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type ArchiveOpened = {
  readonly id: string;
  readonly validUntil: string;
  readonly kinds: readonly {
    readonly kind:
      | "member"
      | "acceptance"
      | "announcement"
      | "request"
      | "message"
      | "consent"
      | "received"
      | "disclosure";
    readonly count: number;
  }[];
};
export type OpenFileBody = {
  readonly purpose:
    | "identification"
    | "personal-space"
    | "assistance-portal"
    | "personalisation"
    | "concierge-requests"
    | "requests-for-others"
    | "communication"
    | "statistics"
    | "security"
    | "rights"
    | "accountability"
    | "legal-claims";
  readonly reason:
    | "member-asked"
    | "request-follow-up"
    | "processor-question"
    | "service-notice"
    | "rights-case"
    | "complaint"
    | "compliance-check"
    | "legal-dispute"
    | "incident"
    | "emergency";
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
  readonly approvalId?: string;
};
export type OpenFileAnswer = {
  readonly id: string;
  readonly validUntil: string;
  readonly file:
    | {
        readonly view: "desk";
        readonly content: {
          readonly status: "pending" | "active" | "closed";
          readonly language: "fr" | "en";
          readonly termination?: {
            readonly effectiveOn: string;
            readonly isRevoked: boolean;
            readonly by: "card-issuer" | "staff";
          };
          readonly title: "madame" | "monsieur";
          readonly lastName: string;
          readonly firstName: string;
          readonly email: string;
          readonly mobile: string;
          readonly mobileVerified: boolean;
          readonly programme: string;
          readonly notifications?: {
            readonly quietHours?: { readonly from: string; readonly to: string };
            readonly mutedKinds?: readonly (
              | "request-received"
              | "proposal-made"
              | "message-posted"
              | "request-confirmed"
              | "request-refused"
              | "request-cancelled"
              | "proposals-expired"
              | "request-expired"
              | "cancellation-settled"
              | "consent-requested"
            )[];
            readonly promotion: boolean;
          };
          readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
        };
      }
    | {
        readonly view: "dpo";
        readonly content: {
          readonly id: string;
          readonly status: "pending" | "active" | "closed";
          readonly language: "fr" | "en";
          readonly createdAt: string;
          readonly activatedAt?: string;
          readonly lastSignedInAt?: string;
          readonly inactivity?: { readonly firstWarnedAt?: string; readonly lastWarnedAt?: string };
          readonly termination?: {
            readonly effectiveOn: string;
            readonly isRevoked: boolean;
            readonly by: "card-issuer" | "staff";
            readonly sequence: number;
            readonly said: string;
            readonly issuerSaid?: string;
            readonly receivedAt: string;
          };
          readonly hold?: { readonly id: string; readonly reviewOn: string; readonly remindedAt?: string };
          readonly dueAt?: string;
          readonly expiresAt?: string;
          readonly accepted?: readonly {
            readonly id: string;
            readonly document: "charter" | "terms";
            readonly version: string;
            readonly hash: string;
            readonly language: "fr" | "en";
            readonly acceptedAt: string;
          }[];
          readonly title: "madame" | "monsieur";
          readonly lastName: string;
          readonly firstName: string;
          readonly birthDate: string;
          readonly email: string;
          readonly addressSince?: string;
          readonly mobile: string;
          readonly mobileVerified: boolean;
          readonly cardDigits: string;
          readonly programme: string;
          readonly addressHash: string;
          readonly issuerJoin?: string;
          readonly olderJoins?: readonly string[];
          readonly notifications?: {
            readonly quietHours?: { readonly from: string; readonly to: string };
            readonly mutedKinds?: readonly (
              | "request-received"
              | "proposal-made"
              | "message-posted"
              | "request-confirmed"
              | "request-refused"
              | "request-cancelled"
              | "proposals-expired"
              | "request-expired"
              | "cancellation-settled"
              | "consent-requested"
            )[];
            readonly promotion: boolean;
          };
          readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
        };
      };
};
export type AttributeTerminationBody = {
  readonly terminationId: string;
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type ActionProposed = {
  readonly id: string;
  readonly action:
    | "close-account"
    | "terminate-services"
    | "attribute-termination"
    | "set-legal-hold"
    | "review-legal-hold"
    | "lift-legal-hold"
    | "register-disclosure"
    | "break-glass";
  readonly status: "pending" | "confirmed" | "done" | "refused" | "failed";
  readonly validUntil: string;
};
export type CloseAccountBody = {
  readonly reason: "member-asked" | "ineligible-card" | "misuse" | "death";
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type RegisterDisclosureBody = {
  readonly ground: "legal-duty" | "business-transfer" | "enforcing-a-contract";
  readonly to:
    | "member"
    | "processor"
    | "host"
    | "provider"
    | "desk"
    | "dpo"
    | "auditor"
    | "ops"
    | "card-issuer"
    | "mail-provider"
    | "authority";
  readonly name: string;
  readonly purpose:
    | "identification"
    | "personal-space"
    | "assistance-portal"
    | "personalisation"
    | "concierge-requests"
    | "requests-for-others"
    | "communication"
    | "statistics"
    | "security"
    | "rights"
    | "accountability"
    | "legal-claims";
  readonly categories: readonly (
    | "identity"
    | "contact"
    | "card-eligibility"
    | "interests"
    | "preferences"
    | "request"
    | "conversation"
    | "third-party"
    | "rights"
    | "proof"
    | "security"
  )[];
  readonly at: string;
  readonly reference: string;
  readonly hiddenUntil?: string;
  readonly commitmentsKept?: true;
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type ReviewLegalHoldBody = {
  readonly reason: "litigation" | "pre-litigation" | "authority" | "rights-dispute";
  readonly reference: string;
  readonly reviewOn: string;
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type SetLegalHoldBody = {
  readonly reason: "litigation" | "pre-litigation" | "authority" | "rights-dispute";
  readonly reference: string;
  readonly reviewOn: string;
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type LiftLegalHoldBody = {
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type BreakGlassBody = {
  readonly purpose:
    | "identification"
    | "personal-space"
    | "assistance-portal"
    | "personalisation"
    | "concierge-requests"
    | "requests-for-others"
    | "communication"
    | "statistics"
    | "security"
    | "rights"
    | "accountability"
    | "legal-claims";
  readonly reason:
    | "member-asked"
    | "request-follow-up"
    | "processor-question"
    | "service-notice"
    | "rights-case"
    | "complaint"
    | "compliance-check"
    | "legal-dispute"
    | "incident"
    | "emergency";
  readonly words: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type TerminateServicesBody = {
  readonly endedOn: string;
  readonly isRevoked?: true;
  readonly words?: string;
  readonly confirmsSpecialCategories?: readonly (
    | "health"
    | "religion"
    | "politics"
    | "union"
    | "sexuality"
    | "origin"
    | "biometrics"
  )[];
};
export type ReadApprovalAnswer =
  | {
      readonly view: "desk";
      readonly content: {
        readonly id: string;
        readonly action:
          | "close-account"
          | "terminate-services"
          | "attribute-termination"
          | "set-legal-hold"
          | "review-legal-hold"
          | "lift-legal-hold"
          | "register-disclosure"
          | "break-glass";
        readonly status: "pending" | "confirmed" | "done" | "refused" | "failed";
        readonly proposedBy: { readonly role: "desk" | "dpo" | "auditor" | "ops" };
        readonly proposedAt: string;
        readonly validUntil: string;
        readonly dueAt?: string;
        readonly reason?: string;
        readonly words?: string;
        readonly opening?: {
          readonly purpose:
            | "identification"
            | "personal-space"
            | "assistance-portal"
            | "personalisation"
            | "concierge-requests"
            | "requests-for-others"
            | "communication"
            | "statistics"
            | "security"
            | "rights"
            | "accountability"
            | "legal-claims";
          readonly reason:
            | "member-asked"
            | "request-follow-up"
            | "processor-question"
            | "service-notice"
            | "rights-case"
            | "complaint"
            | "compliance-check"
            | "legal-dispute"
            | "incident"
            | "emergency";
        };
        readonly disclosure?: {
          readonly ground: "legal-duty" | "business-transfer" | "enforcing-a-contract";
          readonly to:
            | "member"
            | "processor"
            | "host"
            | "provider"
            | "desk"
            | "dpo"
            | "auditor"
            | "ops"
            | "card-issuer"
            | "mail-provider"
            | "authority";
          readonly name: string;
          readonly purpose:
            | "identification"
            | "personal-space"
            | "assistance-portal"
            | "personalisation"
            | "concierge-requests"
            | "requests-for-others"
            | "communication"
            | "statistics"
            | "security"
            | "rights"
            | "accountability"
            | "legal-claims";
          readonly categories: readonly (
            | "identity"
            | "contact"
            | "card-eligibility"
            | "interests"
            | "preferences"
            | "request"
            | "conversation"
            | "third-party"
            | "rights"
            | "proof"
            | "security"
          )[];
          readonly at: string;
          readonly reference: string;
          readonly commitmentsKept?: true;
        };
        readonly hold?: { readonly reference: string; readonly reviewOn: string };
        readonly holdId?: string;
        readonly endedOn?: string;
        readonly isRevoked?: true;
        readonly terminationId?: string;
        readonly decidedBy?: { readonly role: "desk" | "dpo" | "auditor" | "ops" };
        readonly decidedAt?: string;
        readonly failure?: string;
      };
    }
  | {
      readonly view: "dpo";
      readonly content: {
        readonly id: string;
        readonly action:
          | "close-account"
          | "terminate-services"
          | "attribute-termination"
          | "set-legal-hold"
          | "review-legal-hold"
          | "lift-legal-hold"
          | "register-disclosure"
          | "break-glass";
        readonly status: "pending" | "confirmed" | "done" | "refused" | "failed";
        readonly proposedBy: { readonly id: string; readonly role: "desk" | "dpo" | "auditor" | "ops" };
        readonly proposedAt: string;
        readonly validUntil: string;
        readonly dueAt?: string;
        readonly reason?: string;
        readonly words?: string;
        readonly opening?: {
          readonly purpose:
            | "identification"
            | "personal-space"
            | "assistance-portal"
            | "personalisation"
            | "concierge-requests"
            | "requests-for-others"
            | "communication"
            | "statistics"
            | "security"
            | "rights"
            | "accountability"
            | "legal-claims";
          readonly reason:
            | "member-asked"
            | "request-follow-up"
            | "processor-question"
            | "service-notice"
            | "rights-case"
            | "complaint"
            | "compliance-check"
            | "legal-dispute"
            | "incident"
            | "emergency";
        };
        readonly disclosure?: {
          readonly ground: "legal-duty" | "business-transfer" | "enforcing-a-contract";
          readonly to:
            | "member"
            | "processor"
            | "host"
            | "provider"
            | "desk"
            | "dpo"
            | "auditor"
            | "ops"
            | "card-issuer"
            | "mail-provider"
            | "authority";
          readonly name: string;
          readonly purpose:
            | "identification"
            | "personal-space"
            | "assistance-portal"
            | "personalisation"
            | "concierge-requests"
            | "requests-for-others"
            | "communication"
            | "statistics"
            | "security"
            | "rights"
            | "accountability"
            | "legal-claims";
          readonly categories: readonly (
            | "identity"
            | "contact"
            | "card-eligibility"
            | "interests"
            | "preferences"
            | "request"
            | "conversation"
            | "third-party"
            | "rights"
            | "proof"
            | "security"
          )[];
          readonly at: string;
          readonly reference: string;
          readonly hiddenUntil?: string;
          readonly commitmentsKept?: true;
        };
        readonly hold?: { readonly reference: string; readonly reviewOn: string };
        readonly holdId?: string;
        readonly endedOn?: string;
        readonly isRevoked?: true;
        readonly terminationId?: string;
        readonly decidedBy?: { readonly id: string; readonly role: "desk" | "dpo" | "auditor" | "ops" };
        readonly decidedAt?: string;
        readonly failure?: string;
        readonly expiresAt: string;
      };
    }
  | {
      readonly view: "ops";
      readonly content: {
        readonly id: string;
        readonly action:
          | "close-account"
          | "terminate-services"
          | "attribute-termination"
          | "set-legal-hold"
          | "review-legal-hold"
          | "lift-legal-hold"
          | "register-disclosure"
          | "break-glass";
        readonly status: "pending" | "confirmed" | "done" | "refused" | "failed";
        readonly proposedBy: { readonly role: "desk" | "dpo" | "auditor" | "ops" };
        readonly proposedAt: string;
        readonly validUntil: string;
        readonly dueAt?: string;
        readonly reason?: string;
        readonly words?: string;
        readonly opening?: {
          readonly purpose:
            | "identification"
            | "personal-space"
            | "assistance-portal"
            | "personalisation"
            | "concierge-requests"
            | "requests-for-others"
            | "communication"
            | "statistics"
            | "security"
            | "rights"
            | "accountability"
            | "legal-claims";
          readonly reason:
            | "member-asked"
            | "request-follow-up"
            | "processor-question"
            | "service-notice"
            | "rights-case"
            | "complaint"
            | "compliance-check"
            | "legal-dispute"
            | "incident"
            | "emergency";
        };
        readonly disclosure?: {
          readonly ground: "legal-duty" | "business-transfer" | "enforcing-a-contract";
          readonly to:
            | "member"
            | "processor"
            | "host"
            | "provider"
            | "desk"
            | "dpo"
            | "auditor"
            | "ops"
            | "card-issuer"
            | "mail-provider"
            | "authority";
          readonly purpose:
            | "identification"
            | "personal-space"
            | "assistance-portal"
            | "personalisation"
            | "concierge-requests"
            | "requests-for-others"
            | "communication"
            | "statistics"
            | "security"
            | "rights"
            | "accountability"
            | "legal-claims";
          readonly categories: readonly (
            | "identity"
            | "contact"
            | "card-eligibility"
            | "interests"
            | "preferences"
            | "request"
            | "conversation"
            | "third-party"
            | "rights"
            | "proof"
            | "security"
          )[];
          readonly at: string;
          readonly commitmentsKept?: true;
        };
        readonly hold?: { readonly reviewOn: string };
        readonly holdId?: string;
        readonly endedOn?: string;
        readonly isRevoked?: true;
        readonly terminationId?: string;
        readonly decidedBy?: { readonly role: "desk" | "dpo" | "auditor" | "ops" };
        readonly decidedAt?: string;
        readonly failure?: string;
      };
    };
export type ReadFileRequestAnswer =
  | {
      readonly view: "desk";
      readonly content: {
        readonly id: string;
        readonly status:
          | "submitted"
          | "forwarded"
          | "acknowledged"
          | "in-progress"
          | "proposed"
          | "accepted"
          | "confirmed"
          | "completed"
          | "refused"
          | "cancelled"
          | "expired";
        readonly language: "fr" | "en";
        readonly submittedAt: string;
        readonly updatedAt: string;
        readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
        readonly what: string;
        readonly where?: string;
        readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
        readonly party?: { readonly adults: number; readonly children?: number };
        readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
        readonly wishes?: string;
        readonly proposals: readonly {
          readonly id: string;
          readonly options: readonly {
            readonly id: string;
            readonly title: string;
            readonly description?: string;
            readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
            readonly inclusions: readonly string[];
            readonly cancellation?: {
              readonly freeUntil?: string;
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
            };
          }[];
          readonly expiresAt: string;
          readonly madeAt: string;
          readonly answered?: {
            readonly answer: "accepted" | "declined";
            readonly optionId?: string;
            readonly answeredAt: string;
          };
        }[];
        readonly confirmation?: {
          readonly proposalId: string;
          readonly optionId: string;
          readonly supplier: string;
          readonly reference: string;
          readonly startsAt: string;
          readonly endsAt?: string;
          readonly place?: string;
          readonly confirmedAt: string;
          readonly cancellation?: {
            readonly freeUntil?: string;
            readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
            readonly text?: string;
          };
        };
        readonly ending?: {
          readonly by: "member" | "processor" | "time" | "closure";
          readonly reason?: string;
          readonly text?: string;
          readonly endedAt: string;
          readonly settlement?: {
            readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
            readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
            readonly text?: string;
            readonly settledAt: string;
          };
        };
      };
    }
  | {
      readonly view: "dpo";
      readonly content: {
        readonly id: string;
        readonly status:
          | "submitted"
          | "forwarded"
          | "acknowledged"
          | "in-progress"
          | "proposed"
          | "accepted"
          | "confirmed"
          | "completed"
          | "refused"
          | "cancelled"
          | "expired";
        readonly language: "fr" | "en";
        readonly submittedAt: string;
        readonly updatedAt: string;
        readonly dueAt?: string;
        readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
        readonly what: string;
        readonly where?: string;
        readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
        readonly party?: { readonly adults: number; readonly children?: number };
        readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
        readonly wishes?: string;
        readonly proposals: readonly {
          readonly id: string;
          readonly options: readonly {
            readonly id: string;
            readonly title: string;
            readonly description?: string;
            readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
            readonly inclusions: readonly string[];
            readonly cancellation?: {
              readonly freeUntil?: string;
              readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
              readonly text?: string;
            };
          }[];
          readonly expiresAt: string;
          readonly madeAt: string;
          readonly answered?: {
            readonly answer: "accepted" | "declined";
            readonly optionId?: string;
            readonly answeredAt: string;
          };
        }[];
        readonly confirmation?: {
          readonly proposalId: string;
          readonly optionId: string;
          readonly supplier: string;
          readonly reference: string;
          readonly startsAt: string;
          readonly endsAt?: string;
          readonly place?: string;
          readonly confirmedAt: string;
          readonly cancellation?: {
            readonly freeUntil?: string;
            readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
            readonly text?: string;
          };
        };
        readonly ending?: {
          readonly by: "member" | "processor" | "time" | "closure";
          readonly reason?: string;
          readonly text?: string;
          readonly endedAt: string;
          readonly settlement?: {
            readonly fee?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
            readonly refund?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
            readonly text?: string;
            readonly settledAt: string;
          };
        };
      };
    };
export type ReadFileRetentionAnswer = {
  readonly items: readonly {
    readonly group:
      | "account"
      | "request"
      | "interests"
      | "acceptance"
      | "consent"
      | "disclosure"
      | "inactive-account"
      | "session"
      | "staff-decision"
      | "audit"
      | "proof";
    readonly data: string;
    readonly why: string;
    readonly held: "in-use" | "archive";
    readonly period: string;
    readonly until?: string;
  }[];
  readonly servicesEndOn?: string;
  readonly status: "active" | "closing" | "archived" | "erasing";
  readonly closed?: { readonly cause: "member" | "staff" | "termination" | "inactivity"; readonly closedAt: string };
  readonly clockStartedOn?: string;
  readonly next?: {
    readonly step: "end-sign-up" | "close" | "warn" | "archive" | "drop" | "erase" | "remind-of-hold";
    readonly from: string;
  };
  readonly hold?: { readonly reviewOn: string };
};
export type ReadFileAnswer =
  | {
      readonly view: "desk";
      readonly content: {
        readonly status: "pending" | "active" | "closed";
        readonly language: "fr" | "en";
        readonly termination?: {
          readonly effectiveOn: string;
          readonly isRevoked: boolean;
          readonly by: "card-issuer" | "staff";
        };
        readonly title: "madame" | "monsieur";
        readonly lastName: string;
        readonly firstName: string;
        readonly email: string;
        readonly mobile: string;
        readonly mobileVerified: boolean;
        readonly programme: string;
        readonly notifications?: {
          readonly quietHours?: { readonly from: string; readonly to: string };
          readonly mutedKinds?: readonly (
            | "request-received"
            | "proposal-made"
            | "message-posted"
            | "request-confirmed"
            | "request-refused"
            | "request-cancelled"
            | "proposals-expired"
            | "request-expired"
            | "cancellation-settled"
            | "consent-requested"
          )[];
          readonly promotion: boolean;
        };
        readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
      };
    }
  | {
      readonly view: "dpo";
      readonly content: {
        readonly id: string;
        readonly status: "pending" | "active" | "closed";
        readonly language: "fr" | "en";
        readonly createdAt: string;
        readonly activatedAt?: string;
        readonly lastSignedInAt?: string;
        readonly inactivity?: { readonly firstWarnedAt?: string; readonly lastWarnedAt?: string };
        readonly termination?: {
          readonly effectiveOn: string;
          readonly isRevoked: boolean;
          readonly by: "card-issuer" | "staff";
          readonly sequence: number;
          readonly said: string;
          readonly issuerSaid?: string;
          readonly receivedAt: string;
        };
        readonly hold?: { readonly id: string; readonly reviewOn: string; readonly remindedAt?: string };
        readonly dueAt?: string;
        readonly expiresAt?: string;
        readonly accepted?: readonly {
          readonly id: string;
          readonly document: "charter" | "terms";
          readonly version: string;
          readonly hash: string;
          readonly language: "fr" | "en";
          readonly acceptedAt: string;
        }[];
        readonly title: "madame" | "monsieur";
        readonly lastName: string;
        readonly firstName: string;
        readonly birthDate: string;
        readonly email: string;
        readonly addressSince?: string;
        readonly mobile: string;
        readonly mobileVerified: boolean;
        readonly cardDigits: string;
        readonly programme: string;
        readonly addressHash: string;
        readonly issuerJoin?: string;
        readonly olderJoins?: readonly string[];
        readonly notifications?: {
          readonly quietHours?: { readonly from: string; readonly to: string };
          readonly mutedKinds?: readonly (
            | "request-received"
            | "proposal-made"
            | "message-posted"
            | "request-confirmed"
            | "request-refused"
            | "request-cancelled"
            | "proposals-expired"
            | "request-expired"
            | "cancellation-settled"
            | "consent-requested"
          )[];
          readonly promotion: boolean;
        };
        readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
      };
    };
export type ReadLedgerAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly stream: string;
    readonly sequence: number;
    readonly event:
      | "session.opened"
      | "session.ended"
      | "session.stepped-up"
      | "code.used-up"
      | "member.changed"
      | "address.changed"
      | "card.renewed"
      | "promotion.chosen"
      | "account.opened"
      | "account.closed"
      | "account.archived"
      | "archive.opened"
      | "archive.part-erased"
      | "member.warned-of-inactivity"
      | "termination.received"
      | "termination.undecided"
      | "termination.shown"
      | "terminations.listed"
      | "termination.decided"
      | "termination.erased"
      | "hold.set"
      | "hold.reviewed"
      | "hold.lifted"
      | "hold.reminded"
      | "retention.run"
      | "retention.previewed"
      | "document.accepted"
      | "version.announced"
      | "ledger.read"
      | "staff.searched"
      | "staff.work-listed"
      | "staff.approvals-listed"
      | "staff.approval-read"
      | "staff.reviews-listed"
      | "staff.file-opened"
      | "staff.file-read"
      | "staff.glass-broken"
      | "staff.opening-reviewed"
      | "staff.special-words-confirmed"
      | "staff.action-proposed"
      | "staff.action-confirmed"
      | "staff.action-refused"
      | "staff.action-done"
      | "staff.action-failed"
      | "data.disclosed"
      | "erasure.started"
      | "erasure.withdrawn"
      | "erasure.confirmed-on-paper"
      | "erasures.listed"
      | "erasure.shown"
      | "restore.replayed"
      | "erasure.ended"
      | "key.rotated"
      | "keys.rewrapped"
      | "addresses.reindexed"
      | "failures.listed"
      | "failure.shown"
      | "failure.replayed"
      | "failure.discarded"
      | "failure.given-up"
      | "outbox.listed"
      | "outbox-row.shown"
      | "outbox-row.replayed"
      | "outbox-row.discarded"
      | "contradictions.listed"
      | "settings.changed"
      | "consent.asked"
      | "consent.given"
      | "consent.refused"
      | "consent.withdrawn"
      | "disclosure.reported"
      | "disclosure.without-consent"
      | "dispatch.paused"
      | "dispatch.resumed"
      | "stream.sealed"
      | "stream.dropped";
    readonly at: string;
    readonly actor: {
      readonly role: "member" | "processor" | "card-issuer" | "desk" | "dpo" | "auditor" | "ops" | "system";
      readonly id?: string;
    };
    readonly purpose?:
      | "identification"
      | "personal-space"
      | "assistance-portal"
      | "personalisation"
      | "concierge-requests"
      | "requests-for-others"
      | "communication"
      | "statistics"
      | "security"
      | "rights"
      | "accountability"
      | "legal-claims";
    readonly about?: string;
    readonly detail?: string;
    readonly recordedAt: string;
    readonly person?: string;
    readonly previous: string;
    readonly mac: string;
  }[];
  readonly unreadable?: readonly number[];
  readonly cursor?: string;
};
export type ReplayFailureAnswer = { readonly outcome: "handled" | "failed"; readonly reason?: string };
export type StaffSearchBody = { readonly email?: string; readonly memberId?: string; readonly requestId?: string };
export type StaffSearchAnswer = { readonly members: readonly { readonly memberId: string }[] };
export type ShowFailureAnswer = {
  readonly id: string;
  readonly queue:
    | "dispatch"
    | "notifications"
    | "erasure-work"
    | "concierge-updates"
    | "card-services"
    | "retention-work";
  readonly reason: string;
  readonly attempts: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly dueAt?: string;
  readonly resolvedAt?: string;
  readonly outcome?: "handled" | "discarded";
  readonly event?: {
    readonly id: string;
    readonly source: string;
    readonly type: string;
    readonly subject: string;
    readonly time: string;
    readonly dataref?: string;
    readonly datadigest?: string;
    readonly messageId?: string;
    readonly reason?: string;
    readonly brand?: "milleis" | "platinum";
    readonly effectiveOn?: string;
    readonly sequence?: number;
    readonly traceparent?: string;
  };
  readonly state: "retrying" | "waiting" | "resolved";
  readonly brand?: "milleis" | "platinum";
};
export type ShowOutboxRowAnswer = {
  readonly id: string;
  readonly channel: "processor" | "mail" | "lookup" | "ledger" | "approval";
  readonly type:
    | "concierge.request.submitted.v1"
    | "concierge.conversation.posted.v1"
    | "concierge.proposal.accepted.v1"
    | "concierge.proposal.declined.v1"
    | "concierge.request.cancelled.v1"
    | "concierge.request.expired.v1"
    | "concierge.consent.answered.v1"
    | "code"
    | "welcome"
    | "request-received"
    | "proposal-made"
    | "message-posted"
    | "request-confirmed"
    | "request-refused"
    | "request-cancelled"
    | "proposals-expired"
    | "request-expired"
    | "cancellation-settled"
    | "consent-requested"
    | "texts-changing"
    | "programme-news"
    | "address-changed"
    | "account-closed"
    | "inactivity-first"
    | "inactivity-last"
    | "address-confirmed"
    | "address-moved"
    | "ledger-entry"
    | "approval-confirmed";
  readonly requestId?: string;
  readonly aboutId?: string;
  readonly createdAt: string;
  readonly dueAt?: string;
  readonly attempts: number;
  readonly takeUps?: number;
  readonly sentAt?: string;
  readonly claimedUntil?: string;
  readonly refusedFor?: "signature" | "schema" | "digest" | "state" | "unknown" | "stale" | "other";
  readonly traceparent?: string;
  readonly state: "refused" | "stuck" | "open";
  readonly brand: "milleis" | "platinum";
  readonly subjectId: string;
};
export type UndecidedShown = {
  readonly id: string;
  readonly reason: "nobody" | "several" | "before-sign-up" | "contradiction" | "implausible-date";
  readonly type: string;
  readonly effectiveOn: string;
  readonly receivedAt: string;
  readonly dismissal?: {
    readonly byRole: "desk" | "dpo" | "auditor" | "ops";
    readonly isMine: boolean;
    readonly validUntil: string;
  };
  readonly candidates: readonly { readonly memberId: string }[];
};

export interface Operations {
  /** The member gives, refuses or withdraws a consent */
  readonly "POST /api/v1/requests/{requestId}/consents/{consentId}/answers": {
    readonly input: {
      readonly path: { readonly requestId: string; readonly consentId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: AnswerConsentBody;
    };
    readonly answers: { readonly "201": ConsentAnswered };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "erasure-in-progress"
      | "state-conflict"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The consents asked or given about a request */
  readonly "GET /api/v1/requests/{requestId}/consents": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ListConsentsAnswer };
    readonly problems:
      | "not-signed-in"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The description of this API, OpenAPI 3.1 */
  readonly "GET /api/v1/openapi.json": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadOpenapiAnswer; readonly "304": undefined };
    readonly problems: "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** What a problem means and what to do about it */
  readonly "GET /problems/{code}": {
    readonly input: {
      readonly path: { readonly code: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": string; readonly "304": undefined };
    readonly problems: "not-found" | "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** The public keys that verify our certificates and messages */
  readonly "GET /.well-known/jwks.json": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadPublicKeysAnswer; readonly "304": undefined };
    readonly problems: "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** The description of this API, to be read */
  readonly "GET /api/v1/reference": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": string; readonly "304": undefined };
    readonly problems: "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** Read the charter in force */
  readonly "GET /api/v1/charter": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadCharterAnswer | string; readonly "304": undefined };
    readonly problems: "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** Every version of the charter */
  readonly "GET /api/v1/charter/versions": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ListCharterVersionsAnswer; readonly "304": undefined };
    readonly problems: "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** One version of the charter */
  readonly "GET /api/v1/charter/versions/{version}": {
    readonly input: {
      readonly path: { readonly version: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ReadCharterVersionAnswer | string; readonly "304": undefined };
    readonly problems: "not-found" | "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** What changed between two versions of the charter */
  readonly "GET /api/v1/charter/versions/{version}/changes-since/{since}": {
    readonly input: {
      readonly path: { readonly version: string; readonly since: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": CompareCharterVersionsAnswer; readonly "304": undefined };
    readonly problems: "not-found" | "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** Read the terms in force */
  readonly "GET /api/v1/terms": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadTermsAnswer | string; readonly "304": undefined };
    readonly problems: "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** Every version of the terms */
  readonly "GET /api/v1/terms/versions": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ListTermsVersionsAnswer; readonly "304": undefined };
    readonly problems: "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** One version of the terms */
  readonly "GET /api/v1/terms/versions/{version}": {
    readonly input: {
      readonly path: { readonly version: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ReadTermsVersionAnswer | string; readonly "304": undefined };
    readonly problems: "not-found" | "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** What changed between two versions of the terms */
  readonly "GET /api/v1/terms/versions/{version}/changes-since/{since}": {
    readonly input: {
      readonly path: { readonly version: string; readonly since: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": CompareTermsVersionsAnswer; readonly "304": undefined };
    readonly problems: "not-found" | "uri-too-long" | "unknown-host" | "headers-too-large";
  };
  /** The signed certificate of an erasure, for whoever knows its number */
  readonly "GET /api/v1/erasures/{erasureId}/certificate": {
    readonly input: {
      readonly path: { readonly erasureId: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": string };
    readonly problems: "not-found" | "uri-too-long" | "unknown-host" | "headers-too-large" | "temporarily-unavailable";
  };
  /** The process answers */
  readonly "GET /api/v1/health/live": {
    readonly input: Record<string, never>;
    readonly answers: { readonly "200": Liveness };
    readonly problems: "uri-too-long" | "headers-too-large";
  };
  /** Every dependency answers, and the store lies in the EEA */
  readonly "GET /api/v1/health/ready": {
    readonly input: Record<string, never>;
    readonly answers: { readonly "200": Readiness; readonly "503": Readiness };
    readonly problems: "uri-too-long" | "headers-too-large";
  };
  /** A member accepts the charter or the terms in force */
  readonly "POST /api/v1/me/acceptances": {
    readonly input: {
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: AcceptDocumentBody;
    };
    readonly answers: { readonly "201": DocumentAccepted };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "erasure-in-progress"
      | "documents-outdated"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member's own data */
  readonly "GET /api/v1/me": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadMeAnswer; readonly "304": undefined };
    readonly problems:
      | "not-signed-in"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member changes their data, language and choices about e-mails */
  readonly "PATCH /api/v1/me": {
    readonly input: {
      readonly headers: {
        readonly "if-match": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: UpdateMemberBody;
    };
    readonly answers: { readonly "200": UpdateMeAnswer };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "step-up-required"
      | "not-found"
      | "erasure-in-progress"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "precondition-required"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Who saw or received which of the member's data, why and when */
  readonly "GET /api/v1/me/timeline": {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ReadTimelineAnswer };
    readonly problems:
      | "not-signed-in"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** A card holder signs up; a code goes to the mailbox */
  readonly "POST /api/v1/sign-ups": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: SignUpBody };
    readonly answers: { readonly "202": TicketIssued };
    readonly problems:
      | "unreadable-body"
      | "cross-site-request"
      | "documents-outdated"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "card-not-eligible"
      | "too-many-requests"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The code proves the address and opens the account and a session */
  readonly "POST /api/v1/sign-ups/verification": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: CodeBody };
    readonly answers: { readonly "201": SessionView };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "code-expired"
      | "address-already-in-use"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "code-rejected"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** A code goes to the new address; the answer is the same whether it has an account or not */
  readonly "POST /api/v1/me/email-change": {
    readonly input: {
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
      readonly body: ChangeEmailBody;
    };
    readonly answers: { readonly "202": TicketIssued };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "step-up-required"
      | "erasure-in-progress"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "too-many-requests"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member closes the account; the data are set apart, and erased at the end of their period */
  readonly "POST /api/v1/me/closure": {
    readonly input: {
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
    };
    readonly answers: { readonly "202": undefined };
    readonly problems:
      | "unexpected-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "step-up-required"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member declares an interest */
  readonly "POST /api/v1/me/interests": {
    readonly input: {
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: DeclareInterestBody;
    };
    readonly answers: { readonly "201": InterestDeclared };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "erasure-in-progress"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The interests the member has declared */
  readonly "GET /api/v1/me/interests": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ListInterestsAnswer };
    readonly problems:
      | "not-signed-in"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** What is held about the member, why, and until when */
  readonly "GET /api/v1/me/retention": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadRetentionAnswer };
    readonly problems:
      | "not-signed-in"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member erases an interest */
  readonly "DELETE /api/v1/me/interests/{interestId}": {
    readonly input: {
      readonly path: { readonly interestId: string };
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unexpected-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "erasure-in-progress"
      | "legal-hold"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The first digits of a renewed card, whose eligibility is checked again */
  readonly "POST /api/v1/me/card": {
    readonly input: {
      readonly headers: {
        readonly "if-match": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: RenewCardBody;
    };
    readonly answers: { readonly "200": RenewCardAnswer };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "step-up-required"
      | "not-found"
      | "erasure-in-progress"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "card-not-eligible"
      | "precondition-required"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The code proves the new address; the old one is told and all other sessions end */
  readonly "POST /api/v1/me/email-change/verification": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: CodeBody };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "code-expired"
      | "address-already-in-use"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "code-rejected"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member accepts one option of a proposal; nothing is booked before */
  readonly "POST /api/v1/requests/{requestId}/proposals/{proposalId}/acceptance": {
    readonly input: {
      readonly path: { readonly requestId: string; readonly proposalId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "if-match": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: AcceptProposalBody;
    };
    readonly answers: { readonly "201": RequestChanged };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "erasure-in-progress"
      | "proposal-already-answered"
      | "proposal-expired"
      | "state-conflict"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "precondition-required"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member calls a request off, and is told what that means */
  readonly "POST /api/v1/requests/{requestId}/cancellation": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "if-match": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
    };
    readonly answers: { readonly "201": RequestCancelled };
    readonly problems:
      | "unexpected-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "erasure-in-progress"
      | "state-conflict"
      | "stale-version"
      | "uri-too-long"
      | "unknown-host"
      | "idempotency-key-reused"
      | "precondition-required"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** What calling a request off means, before and after */
  readonly "GET /api/v1/requests/{requestId}/cancellation": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": CancellationConsequences };
    readonly problems:
      | "not-signed-in"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** How many messages of the concierge wait to be read, by request */
  readonly "GET /api/v1/unread-messages": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string } };
    readonly answers: { readonly "200": UnreadCounts };
    readonly problems:
      | "not-signed-in"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member declines a proposal; another may follow */
  readonly "POST /api/v1/requests/{requestId}/proposals/{proposalId}/refusal": {
    readonly input: {
      readonly path: { readonly requestId: string; readonly proposalId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "if-match": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
    };
    readonly answers: { readonly "201": RequestChanged };
    readonly problems:
      | "unexpected-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "erasure-in-progress"
      | "proposal-already-answered"
      | "proposal-expired"
      | "state-conflict"
      | "stale-version"
      | "uri-too-long"
      | "unknown-host"
      | "idempotency-key-reused"
      | "precondition-required"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** What was passed to providers for a request */
  readonly "GET /api/v1/requests/{requestId}/disclosures": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ListDisclosuresAnswer };
    readonly problems:
      | "not-signed-in"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The conversation about a request, oldest first */
  readonly "GET /api/v1/requests/{requestId}/messages": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ListMessagesAnswer };
    readonly problems:
      | "not-signed-in"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member writes to the concierge about a request */
  readonly "POST /api/v1/requests/{requestId}/messages": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: PostMessageBody;
    };
    readonly answers: { readonly "201": MessagePosted };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "erasure-in-progress"
      | "state-conflict"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** What changed in requests and conversations since a cursor */
  readonly "GET /api/v1/request-changes": {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ListRequestChangesAnswer };
    readonly problems:
      | "not-signed-in"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member's requests, newest first */
  readonly "GET /api/v1/requests": {
    readonly input: {
      readonly query?: {
        readonly status?:
          | "submitted"
          | "forwarded"
          | "acknowledged"
          | "in-progress"
          | "proposed"
          | "accepted"
          | "confirmed"
          | "completed"
          | "refused"
          | "cancelled"
          | "expired";
        readonly category?: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
        readonly open?: "true" | "false";
        readonly limit?: number;
        readonly cursor?: string;
      };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ListRequestsAnswer };
    readonly problems:
      | "not-signed-in"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** A member asks the concierge for something */
  readonly "POST /api/v1/requests": {
    readonly input: {
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: SubmitRequestBody;
    };
    readonly answers: { readonly "201": RequestSubmitted };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "erasure-in-progress"
      | "documents-outdated"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member has read the conversation up to a message */
  readonly "PUT /api/v1/requests/{requestId}/reading-mark": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
      readonly body: MarkReadBody;
    };
    readonly answers: { readonly "200": MessagesRead };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "erasure-in-progress"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** What is confirmed, for a calendar */
  readonly "GET /api/v1/requests/{requestId}/calendar.ics": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": string; readonly "304": undefined };
    readonly problems:
      | "not-signed-in"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** One request with its proposals and what came of it */
  readonly "GET /api/v1/requests/{requestId}": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ReadRequestAnswer; readonly "304": undefined };
    readonly problems:
      | "not-signed-in"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Signs out */
  readonly "DELETE /api/v1/session": {
    readonly input: {
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unexpected-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** This browser's session, and the token that changes need */
  readonly "GET /api/v1/session": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string } };
    readonly answers: { readonly "200": SessionView };
    readonly problems:
      | "not-signed-in"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** A member asks for a code; the answer is the same for known and unknown addresses */
  readonly "POST /api/v1/sign-ins": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: SignInBody };
    readonly answers: { readonly "202": SignInAsked };
    readonly problems:
      | "unreadable-body"
      | "cross-site-request"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "too-many-requests"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The code opens a session */
  readonly "POST /api/v1/sign-ins/verification": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: SignInCodeBody };
    readonly answers: { readonly "201": SessionView };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "code-expired"
      | "erasure-in-progress"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "code-rejected"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** A fresh code goes to the member's mailbox, to confirm what comes next */
  readonly "POST /api/v1/session/step-up": {
    readonly input: {
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
    };
    readonly answers: { readonly "202": TicketIssued };
    readonly problems:
      | "unexpected-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "too-many-requests"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Ends one of the member's sessions */
  readonly "DELETE /api/v1/me/sessions/{sessionId}": {
    readonly input: {
      readonly path: { readonly sessionId: string };
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unexpected-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Ends all other sessions of the member */
  readonly "DELETE /api/v1/me/sessions": {
    readonly input: {
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unexpected-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member's open sessions */
  readonly "GET /api/v1/me/sessions": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string } };
    readonly answers: { readonly "200": SessionList };
    readonly problems:
      | "not-signed-in"
      | "erasure-in-progress"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The code confirms the session, which gets a new secret and a new token */
  readonly "POST /api/v1/session/step-up/verification": {
    readonly input: {
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
      readonly body: CodeBody;
    };
    readonly answers: { readonly "201": SessionView };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "erasure-in-progress"
      | "code-expired"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "code-rejected"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Conclude the review of an exceptional opening */
  readonly "POST /api/v1/staff/members/{memberId}/reviews/{reviewId}/completion": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly reviewId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
      readonly body: CompleteReviewBody;
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unreadable-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "second-person-needed"
      | "not-found"
      | "approval-over"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Confirm a proposal */
  readonly "POST /api/v1/staff/members/{memberId}/approvals/{approvalId}/confirmation": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly approvalId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ActionDecided };
    readonly problems:
      | "unexpected-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "second-person-needed"
      | "not-found"
      | "approval-over"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Record that the processor has confirmed an erasure on paper; a second person must have read the same */
  readonly "POST /api/v1/staff/erasures/{erasureId}/paper-confirmation": {
    readonly input: {
      readonly path: { readonly erasureId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
      readonly body: ErasureOnPaperBody;
    };
    readonly answers: { readonly "200": WordTaken };
    readonly problems:
      | "unreadable-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "second-person-needed"
      | "not-found"
      | "state-conflict"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Close a failed message that needs nothing more */
  readonly "POST /api/v1/staff/failures/{failureId}/dismissal": {
    readonly input: {
      readonly path: { readonly failureId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unexpected-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "state-conflict"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Give up a refused sending */
  readonly "POST /api/v1/staff/members/{memberId}/outbox-rows/{rowId}/dismissal": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly rowId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unexpected-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "state-conflict"
      | "stale-version"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Dismiss a termination that concerns nobody here; a second person has to say so too */
  readonly "POST /api/v1/staff/undecided-terminations/{terminationId}/dismissal": {
    readonly input: {
      readonly path: { readonly terminationId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": WordTaken };
    readonly problems:
      | "unexpected-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "second-person-needed"
      | "not-found"
      | "state-conflict"
      | "stale-version"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** End every session of the member, for instance after a telephone was stolen */
  readonly "DELETE /api/v1/staff/members/{memberId}/openings/{openingId}/sessions": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly openingId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unexpected-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "opening-over"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Proposals that wait for a second person */
  readonly "GET /api/v1/staff/approvals": {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListApprovalsAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** What is archived, kind by kind, in an opened archive */
  readonly "GET /api/v1/staff/members/{memberId}/openings/{openingId}/archive/{kind}": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly openingId: string; readonly kind: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListArchiveAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "opening-over"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Erasures under way, and what they wait for */
  readonly "GET /api/v1/staff/erasures": {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListErasuresAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Messages that could not be handled */
  readonly "GET /api/v1/staff/failures": {
    readonly input: { readonly headers: { readonly "accept-language"?: string; readonly authorization: string } };
    readonly answers: { readonly "200": ListFailuresAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Who saw or received what, in an opened file */
  readonly "GET /api/v1/staff/members/{memberId}/openings/{openingId}/disclosures": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly openingId: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListFileDisclosuresAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "opening-over"
      | "outside-need-to-know"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The conversation about a request, in an opened file */
  readonly "GET /api/v1/staff/members/{memberId}/openings/{openingId}/requests/{requestId}/messages": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly openingId: string; readonly requestId: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListFileMessagesAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "opening-over"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The member's requests, in an opened file */
  readonly "GET /api/v1/staff/members/{memberId}/openings/{openingId}/requests": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly openingId: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListFileRequestsAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "opening-over"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Sendings that were refused or are stuck */
  readonly "GET /api/v1/staff/outbox-rows": {
    readonly input: { readonly headers: { readonly "accept-language"?: string; readonly authorization: string } };
    readonly answers: { readonly "200": ListOutboxAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Exceptional openings to be reviewed */
  readonly "GET /api/v1/staff/reviews": {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListReviewsAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Announced terminations that fit nobody, or several people */
  readonly "GET /api/v1/staff/undecided-terminations": {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListUndecidedAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** The brand's requests under way, without personal data */
  readonly "GET /api/v1/staff/requests": {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ListWorkAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Open the archive of a closed account, for a legal claim or an authority */
  readonly "POST /api/v1/staff/members/{memberId}/archive-openings": {
    readonly input: {
      readonly path: { readonly memberId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: OpenArchiveBody;
    };
    readonly answers: { readonly "201": ArchiveOpened };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "opening-over"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Open a member's file, for a purpose and a reason */
  readonly "POST /api/v1/staff/members/{memberId}/openings": {
    readonly input: {
      readonly path: { readonly memberId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: OpenFileBody;
    };
    readonly answers: { readonly "201": OpenFileAnswer };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "outside-need-to-know"
      | "opening-over"
      | "not-found"
      | "approval-over"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Propose that an undecided termination concerns this member; a second person decides */
  readonly "POST /api/v1/staff/members/{memberId}/attributions": {
    readonly input: {
      readonly path: { readonly memberId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: AttributeTerminationBody;
    };
    readonly answers: { readonly "201": ActionProposed };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Propose to close an account; a second person decides */
  readonly "POST /api/v1/staff/members/{memberId}/closures": {
    readonly input: {
      readonly path: { readonly memberId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: CloseAccountBody;
    };
    readonly answers: { readonly "201": ActionProposed };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Propose a disclosure of data; a second person decides */
  readonly "POST /api/v1/staff/members/{memberId}/disclosures": {
    readonly input: {
      readonly path: { readonly memberId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: RegisterDisclosureBody;
    };
    readonly answers: { readonly "201": ActionProposed };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Propose to keep a legal hold until another day; a second person decides */
  readonly "POST /api/v1/staff/members/{memberId}/legal-holds/{holdId}/review": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly holdId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: ReviewLegalHoldBody;
    };
    readonly answers: { readonly "201": ActionProposed };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Propose a legal hold; a second person decides */
  readonly "POST /api/v1/staff/members/{memberId}/legal-holds": {
    readonly input: {
      readonly path: { readonly memberId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: SetLegalHoldBody;
    };
    readonly answers: { readonly "201": ActionProposed };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Propose to lift a legal hold; a second person decides */
  readonly "POST /api/v1/staff/members/{memberId}/legal-holds/{holdId}/lifting": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly holdId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: LiftLegalHoldBody;
    };
    readonly answers: { readonly "201": ActionProposed };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Propose an exceptional opening; a second person decides */
  readonly "POST /api/v1/staff/members/{memberId}/exceptional-openings": {
    readonly input: {
      readonly path: { readonly memberId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: BreakGlassBody;
    };
    readonly answers: { readonly "201": ActionProposed };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "outside-need-to-know"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Propose to record that the services have ended; a second person decides */
  readonly "POST /api/v1/staff/members/{memberId}/terminations": {
    readonly input: {
      readonly path: { readonly memberId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly authorization: string;
      };
      readonly body: TerminateServicesBody;
    };
    readonly answers: { readonly "201": ActionProposed };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "special-category-likely"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** One proposal and its reasons */
  readonly "GET /api/v1/staff/members/{memberId}/approvals/{approvalId}": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly approvalId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ReadApprovalAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** One request, in an opened file */
  readonly "GET /api/v1/staff/members/{memberId}/openings/{openingId}/requests/{requestId}": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly openingId: string; readonly requestId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ReadFileRequestAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "opening-over"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** What is held of the member, why and until when, in an opened file */
  readonly "GET /api/v1/staff/members/{memberId}/openings/{openingId}/retention": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly openingId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ReadFileRetentionAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "opening-over"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Read the member again in an opened file */
  readonly "GET /api/v1/staff/members/{memberId}/openings/{openingId}/member": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly openingId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ReadFileAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "opening-over"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** A month of the audit ledger */
  readonly "GET /api/v1/staff/ledger/{class}/{month}": {
    readonly input: {
      readonly path: { readonly class: string; readonly month: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ReadLedgerAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Refuse a proposal */
  readonly "POST /api/v1/staff/members/{memberId}/approvals/{approvalId}/refusal": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly approvalId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ActionDecided };
    readonly problems:
      | "unexpected-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "approval-over"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Handle a failed message again */
  readonly "POST /api/v1/staff/failures/{failureId}/replay": {
    readonly input: {
      readonly path: { readonly failureId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ReplayFailureAnswer };
    readonly problems:
      | "unexpected-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "state-conflict"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Take a sending up again */
  readonly "POST /api/v1/staff/members/{memberId}/outbox-rows/{rowId}/replay": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly rowId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "unexpected-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "not-found"
      | "stale-version"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** Look for an account by an exact identifier */
  readonly "POST /api/v1/staff/searches": {
    readonly input: {
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
      readonly body: StaffSearchBody;
    };
    readonly answers: { readonly "200": StaffSearchAnswer };
    readonly problems:
      | "unreadable-body"
      | "token-invalid"
      | "cross-site-request"
      | "not-allowed"
      | "length-required"
      | "body-too-large"
      | "uri-too-long"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** One message that could not be handled */
  readonly "GET /api/v1/staff/failures/{failureId}": {
    readonly input: {
      readonly path: { readonly failureId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ShowFailureAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** One sending and its state */
  readonly "GET /api/v1/staff/members/{memberId}/outbox-rows/{rowId}": {
    readonly input: {
      readonly path: { readonly memberId: string; readonly rowId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": ShowOutboxRowAnswer };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
  /** An undecided termination, and whom it may concern */
  readonly "GET /api/v1/staff/undecided-terminations/{terminationId}": {
    readonly input: {
      readonly path: { readonly terminationId: string };
      readonly headers: { readonly "accept-language"?: string; readonly authorization: string };
    };
    readonly answers: { readonly "200": UndecidedShown };
    readonly problems:
      | "token-invalid"
      | "not-allowed"
      | "not-found"
      | "uri-too-long"
      | "unknown-host"
      | "headers-too-large"
      | "temporarily-unavailable";
  };
}
