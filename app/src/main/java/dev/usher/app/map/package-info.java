/** {@code usher map}: what a bridge would make of records, without one running. */
package dev.usher.app.map;
