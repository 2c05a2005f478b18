/** Commands that call the control API of a running service: apply, export, adopt, release. */
package dev.usher.app.control;
