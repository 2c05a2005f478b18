/**
 * What the bridge does when something goes wrong around it, or when it is killed itself, and a {@link dev.usher.e2e.faults.Checker} that
 * decides from the outside whether it kept its promises.
 */
package dev.usher.e2e.faults;
