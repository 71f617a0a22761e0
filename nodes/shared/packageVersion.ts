/** Version of this package; a test keeps it equal to package.json, which cannot be imported from here. */
export const PACKAGE_VERSION = '1.0.0';
