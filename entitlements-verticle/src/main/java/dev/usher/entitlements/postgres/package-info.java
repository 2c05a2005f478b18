/** The entitlement store on PostgreSQL: schema, transactions, epochs and the ledger. */
package dev.usher.entitlements.postgres;
