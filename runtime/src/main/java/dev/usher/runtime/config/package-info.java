/**
 * Configuration as validated values: one pass over a tree of maps (a parsed YAML file) and the environment, every problem
 * named at once. Depends on the JDK alone.
 */
package dev.usher.runtime.config;
