/** Rejections that every package of this module shares; not exported. */
package lanewise.core.bounds;
