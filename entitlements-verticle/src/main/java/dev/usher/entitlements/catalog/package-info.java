/** Products, groups and users as one file. */
package dev.usher.entitlements.catalog;
