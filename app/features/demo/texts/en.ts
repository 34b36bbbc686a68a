import type { Spoken } from './voice.ts';

export const en: Spoken = {
  reports: {
    'REC-01': [
      'I paid {fee} to the agent for this job. He said it is a service fee.',
      'Before I came, the broker took {fee} from my family. No receipt.',
    ],
    'REC-04': [
      'We borrowed {fee} for the agent. The interest grows each month and I cannot stop working.',
      'My father put our land for {fee}. I must stay until it is paid.',
    ],
    'REC-05': [
      'They promised packing work with day shift. Here I carry boxes at night.',
      'The agent said {pay} a month and a free room. None of it is true.',
    ],
    'CON-01': [
      'I have worked here {n} months and never got a contract.',
      'No paper was given to me. They only wrote my name in a book.',
    ],
    'CON-03': [
      'At arrival they gave a new contract with lower pay and took the first one.',
      'The contract I signed at home is not the one they use here.',
    ],
    'CON-06': [
      'My permit ended {n} months ago. The company says wait, wait.',
      'They took the money for renewal but my visa is finished.',
    ],
    'WAG-01': ['No pay for {n} months. {ppl} of us.', 'We worked the whole month and got nothing.'],
    'WAG-02': ['Pay comes {n} weeks late each month.', 'The pay date is the 5th. We wait until the 20th.'],
    'WAG-03': [
      'I get {pay} for the month. It is less than the law says.',
      'The new workers get less than the minimum.',
    ],
    'WAG-05': [
      'Overtime is paid like normal hours.',
      'I do {hrs} hours but the extra hours are paid {cut} less.',
    ],
    'WAG-06': ['No pay slip. I do not know how they count.', 'The pay slip is in a language I cannot read.'],
    'DED-01': [
      'They cut {cut} each month and nobody explains.',
      'This month {cut} was missing. The office said “company rule”.',
    ],
    'DED-03': [
      'They take {cut} each month for the agent’s money.',
      'The passport and permit cost is cut from my pay, {cut} a month.',
    ],
    'DED-05': [
      'The bed costs {cut} and we are {ppl} in one room.',
      'They charge {cut} for the bus, also on days I do not take it.',
    ],
    'HRS-01': [
      'We work {hrs} hours a day, six days, since {n} months.',
      'From 6 in the morning to 8 at night, each day.',
    ],
    'HRS-02': [
      'If I say no to overtime, the leader cuts my next shifts.',
      'Overtime is not a choice. Who refuses is sent home.',
    ],
    'HRS-03': ['No day off for {n} weeks.', 'Sundays are work days now. We asked for one free day.'],
    'LEA-02': [
      'I had fever and brought a paper. They still cut {n} days.',
      'Who is sick loses the bonus of the whole month.',
    ],
    'LEA-05': [
      'My finger was hurt by the machine. I paid the hospital myself.',
      'After the accident they stopped my pay.',
    ],
    'DOC-01': [
      'The office keeps my passport since the first day.',
      'All our passports are in a locked drawer at the office.',
    ],
    'DOC-03': [
      'I asked for my passport. They want {cut} first.',
      'They said I get my passport when the contract ends, not before.',
    ],
    'MOV-02': [
      'The hostel gate is locked at night. We cannot go out.',
      'After 8 in the evening nobody may leave the dormitory, the guard has the key.',
    ],
    'MOV-06': [
      'Toilet only two times in a shift, with a card.',
      'We need the leader’s permission to drink water.',
    ],
    'VIO-01': ['The supervisor hit a man on my line yesterday.', 'He threw a tool at me. My arm is blue.'],
    'VIO-03': [
      'A leader touches the women and says he decides who gets overtime.',
      'He sends me messages at night and asks me to come.',
    ],
    'VIO-04': ['They shout at us with animal names.', 'The line leader calls us stupid in front of all.'],
    'VIO-05': [
      'He said he will call immigration if we speak.',
      'They told us: complain, and the police come.',
    ],
    'OSH-01': [
      'The fire door is chained on the second floor.',
      'It smells of gas and nobody stops the work.',
    ],
    'OSH-03': ['The cover of the cutting machine is missing.', 'The press has no guard since {n} weeks.'],
    'OSH-05': ['Gloves are finished and we must buy our own.', 'Boots cost {cut}, taken from pay.'],
    'ACC-01': ['We are {ppl} in a room for six.', 'Two people share one bed by shifts.'],
    'ACC-04': [
      'The food smells and many had stomach pain.',
      'There is no clean water in the hostel since {n} days.',
    ],
    'TER-01': [
      'They sent me away yesterday without a reason.',
      '{ppl} of us were told not to come again. No letter.',
    ],
    'TER-05': [
      'I left {n} months ago and the last pay never came.',
      'They keep the final wages until we sign a paper.',
    ],
    'CHL-01': [
      'There is a boy on the night line, maybe 13.',
      'Two girls on the peeling table are still children.',
    ],
    'GRV-03': [
      'Since I spoke to you they moved me to the worst place.',
      'Who talked to the visitors lost the overtime.',
    ],
    'INF-01': ['What is the minimum wage from January?', 'How many sick days does the law give?'],
    'INF-03': ['How do I renew my permit if I change work?', 'My passport ends soon. Where do I go?'],
    'INF-04': [
      'Where can I see a doctor who speaks my language?',
      'My friend is sad and does not eat. Who can help?',
    ],
    'INF-05': ['I got my pay. Thank you.', 'The gate is open now. Thank you all.'],
  },
  openers: [
    '',
    '',
    'Hello. ',
    'Please help. ',
    'I work on the night shift. ',
    'I write for my friends too. ',
    'I came in the spring. ',
    'Good evening. ',
  ],
  closers: [
    '',
    '',
    ' Please do not say my name.',
    ' Many here have the same.',
    ' I am afraid to ask.',
    ' What can I do?',
    ' We asked {n} times.',
    ' I can answer in the evening.',
    ' Nobody tells us anything.',
    ' This is since {n} months.',
  ],
  again: ['I wrote before and add this: ', 'It is me again. ', 'I am not sure my first message came. '],
  places: [
    'A factory near the market in {area}, blue roof.',
    'I do not know the company’s name. It is in {area}.',
    'The big building behind the petrol station, {area}.',
  ],
  worker: {
    reply: [
      'Yes, it is still so.',
      'I can send a photo of the slip later.',
      'It is {ppl} people in my group.',
      'Thank you for answering. I wait.',
    ],
    consentGiven: [
      'Yes, you may tell them, but not my name.',
      'Yes. We all want this.',
      'You can say it. Please be careful.',
    ],
    consentRefused: ['No, not now. They will know it is me.', 'Please do not tell them yet.'],
    fully: ['Yes, it is done. I have it.', 'All was paid back to me.', 'It is better now, as they said.'],
    partly: [
      'Only a part. The rest is missing.',
      'It is better for some, not for all.',
      'They did half and stopped.',
    ],
    not: ['No. Nothing changed for me.', 'They say done, but it is not true.', 'I got nothing.'],
    documentsNot: [
      'No. They gave it for the photo and took it again.',
      'No, my passport is still in the office.',
    ],
  },
  caseworker: {
    acknowledge: [
      'Thank you for telling us. I am a person and I read your words today. I will write again here.',
      'We received your words. Nobody at your work sees them. I look into it now.',
      'Thank you. You did right to tell us. I will answer here within a few days.',
    ],
    urgent: [
      'I read this now. Are you in a safe place? If there is danger, call {emergency}. I stay on this page for the next hour.',
      'This is urgent and I am on it now. Please write only when nobody watches you.',
    ],
    information: [
      'Here is the answer: the law has a rule for this, and we put it in plain words below. Write again if it is not clear.',
      'You can do this free of charge. You need no agent. Bring your passport and one photo. We can go with you.',
    ],
    thanks: ['Thank you for telling us. We are glad.', 'This helps us too. Thank you.'],
    noted: [
      'Thank you, that helps. I will write again when something changes.',
      'Noted. You can add to this at any time.',
    ],
    question: [
      'One question: since when is it so, and is it the same for others on your line?',
      'Can you tell me what they said when you asked? Only if you want.',
    ],
    consent: [
      'May we tell the employer about this without your name? If you say no, we do not.',
      'To ask for a change we must speak to the company. We would not say who told us. Do you agree?',
    ],
    consentReferral: [
      'May we pass this to the labour office, without your name if you wish? If you say no, we do not.',
      'Another office can do more here. May we ask them, without saying who told us?',
    ],
    employerAnswered: [
      'The employer answered: they accept that it must change. We will ask you whether it did.',
      'The company gave us a plan. We watch the date and come back to you.',
    ],
    askRemedy: [
      'The employer says this is put right. Is it so for you: fully, partly, or not? And how well?',
      'They say it is done. Please tell us what you see: fully, partly, not at all?',
    ],
    askDocuments: [
      'The employer says all passports were given back. Do you have yours in your own hands?',
      'They say each worker holds the own passport now. Is it so for you?',
    ],
    askRepayment: [
      'The employer says the fees were paid back to you. Did you get all, a part, or nothing?',
      'They say they repaid each worker. What did you receive?',
    ],
    changed: [
      'Workers said it is fully done, so we wrote it down as verified by you. We ask again in a month.',
      'This changed because you and others spoke. Write at once if it comes back.',
    ],
    stillOpen: [
      'Some of you said it is not done. So for us it is not done, and we told the employer.',
      'It stays open until you say it is right.',
    ],
  },
  currency: { TH: 'baht', MY: 'ringgit', IN: 'rupees' },
  digits: '0123456789',
};
