/**
 * SEMP v2 (config, monitor, action) over HTTP for the objects the embedded broker models. Paths, attribute names, types
 * and defaults are those of the public SEMP v2 specification; what is not modelled is refused with NOT_SUPPORTED.
 */
package dev.usher.broker.semp;
