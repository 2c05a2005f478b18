/** Who calls the API and what they may be: bearer tokens, keys and roles. Knows neither HTTP routes nor the store. */
package dev.usher.entitlements.auth;
