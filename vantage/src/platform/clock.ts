/** The only source of the present time outside the database. */
export const clock = {
  now(): Date {
    return new Date();
  },
};
