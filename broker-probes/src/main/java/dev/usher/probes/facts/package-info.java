/** The facts, an area a class. A probe that needs more than a few lines is a method below its fact. */
package dev.usher.probes.facts;
