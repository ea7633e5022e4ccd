export default {
  customer: {
    notFound: 'This customer no longer exists. Refresh the list.',
    isArchived: 'The customer is archived. Restore it before changing it.',
    invalid: 'The customer was not saved. Correct the marked fields.',
    officeNotFound: 'The billing office does not exist or is archived. Choose another.',
    statusNotFound: 'The status does not exist or is archived. Choose another.',
    tagNotFound: 'The tag does not exist or is archived. Choose another.',
    tooManyTags: 'A customer cannot carry that many tags (at most {max}). Remove some first.',
    blocked: 'The customer cannot be archived yet. Close what is still open first.',
  },
  contact: {
    notFound: 'This contact no longer exists. Refresh the list.',
    isArchived: 'The contact is archived. Restore it before changing it.',
    invalid: 'The contact was not saved. Correct the marked fields.',
  },
  site: {
    notFound: 'This site no longer exists. Refresh the list.',
    isArchived: 'The site is archived. Restore it before changing it.',
    invalid: 'The site was not saved. Correct the marked fields.',
  },
  catalog: {
    notFound: 'This record no longer exists. Refresh the list.',
    isArchived: 'The record is archived. Restore it before changing it.',
    invalid: 'It was not saved. Correct the marked fields.',
    onlyOneCompany: 'There is already a company. Change its details instead of adding another.',
    lastOfKind: 'This is the last one in use and one is needed. Add another before archiving it.',
    inUse: 'Customers still use it. Move them to another before archiving it.',
    ownPerson: 'You cannot archive yourself. Ask somebody else to do it.',
    ownOffice: 'This is the office of this desktop. Change the office first.',
    nameTakenMeanwhile: 'Another record in use now has that name. Rename it first.',
  },
  setup: {
    alreadyDone: 'The set-up is already done. Change the details in the settings.',
    invalid: 'Some details are missing. Correct the marked fields.',
  },
}
